package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.earshot.common.text.ShownTime;
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

    @CommandLine.Mixin private Selection selection;

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
        ArchiveSearching.Answer answer =
                admin.administration()
                        .search()
                        .search(
                                new ArchiveSearching.Question(
                                        selection.words(admin, spec),
                                        selection.person(),
                                        selection.with(),
                                        selection.from(spec),
                                        selection.until(spec),
                                        selection.kind(),
                                        page.filter(typed -> !typed.equals(LATEST)),
                                        limit,
                                        context,
                                        text),
                                admin.actor());
        print(admin, answer);
        return 0;
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
        return !selection.isByWords()
                && selection.with().isEmpty()
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
        fields.putAll(fact.details());
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
        lines.append(ShownTime.of(fact.time()))
                .append("  ")
                .append(fact.kind())
                .append("  ")
                .append(fact.to().isEmpty() ? fact.from() : fact.from() + " to " + fact.to())
                .append(RecordCommand.words(fact.details()))
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
}
