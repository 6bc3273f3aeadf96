package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin archive search`.
@Command(
        name = "search",
        description = {
            "What was written by whom and when, the latest page, the newest last.",
            "Words, text and context tell of content: for officers, and that they asked is in the archive first."
        })
final class ArchiveSearchCommand implements Callable<Integer> {
    private static final String LATEST = "latest";

    @CommandLine.ParentCommand private ArchiveCommands archive;
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--words",
            paramLabel = "WORDS",
            description = "All of them are in the message; in \"quotes\" they stand in this order.")
    private Optional<String> words;

    @Option(
            names = "--words-stdin",
            description =
                    "The same from standard input: a command line is seen by other users, and kept by the shell.")
    private boolean wordsStdin;

    @Option(
            names = {"--person", "--address"},
            paramLabel = "AOR",
            description = "Whom it concerns: an address, a name, or an account's id.")
    private Optional<String> person;

    @Option(
            names = "--with",
            paramLabel = "AOR",
            description = {
                "With --person: only what went between the two.",
                "Alone: as --person, such as all that was written to a group."
            })
    private Optional<String> with;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "2026-11-26, or 2026-11-26T10:00; UTC unless a zone stands behind it.")
    private Optional<String> from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Up to this day, day and all, or up to before this instant.")
    private Optional<String> to;

    @Option(names = "--kind", paramLabel = "KIND", description = "Such as message-received.")
    private Optional<String> kind;

    @Option(names = "--limit", defaultValue = "100", description = "Events of a page, up to 1000.")
    private int limit;

    @Option(
            names = "--page",
            paramLabel = "NEXT",
            description = {
                "Go on where a page named NEXT, with the same other options.",
                "With " + LATEST + " the first page, as an object that names the next in --json."
            })
    private Optional<String> page;

    @Option(
            names = "--context",
            paramLabel = "N",
            defaultValue = "0",
            description = "N messages before and after each, of the same conversation.")
    private int context;

    @Option(
            names = {"--text", "--content"},
            description = "Also what was written. For officers.")
    private boolean text;

    @Override
    public Integer call() {
        AdminCommands admin = archive.admin();
        if (wordsStdin && words.isPresent()) {
            throw wrong("--words and --words-stdin don't go together");
        }
        Optional<String> wanted = wordsStdin ? Optional.of(admin.input()) : words;
        ArchiveSearching.Answer answer =
                admin.administration()
                        .search()
                        .search(
                                new ArchiveSearching.Question(
                                        wanted,
                                        person,
                                        with,
                                        from.map(typed -> time(typed).first()),
                                        to.map(typed -> time(typed).after()),
                                        kind,
                                        page.filter(typed -> !typed.equals(LATEST)),
                                        limit,
                                        context,
                                        text),
                                admin.actor());
        print(admin, answer);
        return 0;
    }

    private TypedTime time(String typed) {
        return TypedTime.parse(typed)
                .orElseThrow(() ->
                        wrong(
                                "\""
                                        + typed
                                        + "\" is no time: write 2026-11-26 or 2026-11-26T10:00"));
    }

    private void print(AdminCommands admin, ArchiveSearching.Answer answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (ArchiveSearching.Fact fact : answer.facts()) {
            rows.add(fields(fact));
            line(lines, fact);
        }
        if (rows.isEmpty()) {
            lines.append("nothing found\n");
        }
        answer.gaps().forEach(gap -> lines.append("incomplete: ").append(gap).append('\n'));
        answer.next().ifPresent(next -> lines.append("earlier: --page ").append(next).append('\n'));
        admin.print(isPlain() ? rows : page(rows, answer), lines.toString().stripTrailing());
    }

    /// As it was before there were pages: scripts know it.
    private boolean isPlain() {
        return words.isEmpty()
                && !wordsStdin
                && with.isEmpty()
                && page.isEmpty()
                && context == 0
                && !text;
    }

    private static Map<String, Object> page(
            List<Map<String, Object>> rows, ArchiveSearching.Answer answer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("records", rows);
        fields.put("next", answer.next().orElse(""));
        fields.put("complete", answer.gaps().isEmpty());
        fields.put("gaps", answer.gaps());
        return fields;
    }

    private Map<String, Object> fields(ArchiveSearching.Fact fact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("chain", fact.chain());
        fields.put("number", fact.number());
        fields.put("time", fact.time().toString());
        fields.put("kind", fact.kind());
        fields.put("from", fact.from());
        fields.put("to", fact.to());
        fields.put("callId", fact.callId());
        fields.put("status", fact.status());
        fields.put("record", fact.record());
        fields.putAll(fact.administered());
        if (context > 0) {
            fields.put("found", fact.found());
        }
        fact.text().ifPresent(written -> fields.put("text", written));
        return fields;
    }

    private void line(StringBuilder lines, ArchiveSearching.Fact fact) {
        if (context > 0) {
            lines.append(fact.found() ? "> " : "  ");
        }
        lines.append(fact.time())
                .append("  ")
                .append(fact.kind())
                .append("  ")
                .append((fact.from() + fact.to()).isEmpty() ? "" : fact.from() + " to " + fact.to())
                .append(RecordCommand.words(fact.administered()))
                .append("  ")
                .append(fact.record())
                .append('\n');
        fact.text()
                .ifPresent(written ->
                        written.lines()
                                .map(ArchiveSearchCommand::printable)
                                .forEach(each -> lines.append("      ").append(each).append('\n')));
    }

    /// What somebody has written must not move the reader's cursor.
    private static String printable(String line) {
        return line.replaceAll("\\p{Cc}", "?");
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
