package org.earshot.server.admin;

import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The options that say which records are meant.
final class Selection {
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

    /// @throws CommandLine.ParameterException if they are given twice
    Optional<String> words(AdminCommands admin, CommandLine.Model.CommandSpec spec) {
        if (wordsStdin && words.isPresent()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--words and --words-stdin don't go together");
        }
        return wordsStdin ? Optional.of(admin.input()) : words;
    }

    boolean isByWords() {
        return wordsStdin || words.isPresent();
    }

    Optional<String> person() {
        return person;
    }

    Optional<String> with() {
        return with;
    }

    Optional<String> kind() {
        return kind;
    }

    /// The first instant.
    Optional<Instant> from(CommandLine.Model.CommandSpec spec) {
        return from.map(typed -> time(typed, spec).first());
    }

    /// The instant after the last.
    Optional<Instant> until(CommandLine.Model.CommandSpec spec) {
        return to.map(typed -> time(typed, spec).after());
    }

    private static TypedTime time(String typed, CommandLine.Model.CommandSpec spec) {
        return TypedTime.parse(typed)
                .orElseThrow(() ->
                        new CommandLine.ParameterException(
                                spec.commandLine(),
                                "\""
                                        + typed
                                        + "\" is no time: write 2026-11-26 or 2026-11-26T10:00"));
    }
}
