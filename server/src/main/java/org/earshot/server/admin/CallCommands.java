package org.earshot.server.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.server.ladder.CallSummary;
import org.earshot.server.ladder.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Calls of the last days.
@Command(
        name = "call",
        description = {
            "Calls of the last days, what became of them, and why.",
            "Kept for calls.keepFailed and calls.keepOthers."
        },
        synopsisSubcommandLabel = "COMMAND")
final class CallCommands {

    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "list", description = "Calls, the latest first.")
    int list(
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            description =
                                    "Only what began since that day, such as 2026-11-27, or instant, in UTC.")
                    Optional<String> since,
            @Option(
                            names = "--of",
                            paramLabel = "NAME",
                            description = "Only calls of this account, to it or from it.")
                    Optional<String> of,
            @Option(
                            names = "--outcome",
                            paramLabel = "OUTCOME",
                            description = "failed, missed, answered or open.")
                    Optional<String> outcome,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "At most so many, up to 10000; without it 50.")
                    int limit) {
        Listed.checkLimit(limit);
        List<CallSummary> calls =
                admin.administration()
                        .callTraces()
                        .search(Listed.since(since), of, outcome.map(CallCommands::outcome), limit);
        admin.print(
                calls.stream().map(CallWords::fields).toList(),
                calls.isEmpty()
                        ? "no such call is kept"
                        : calls.stream().map(CallWords::line).collect(Collectors.joining("\n")));
        return 0;
    }

    private static Outcome outcome(String text) {
        return Outcome.of(text)
                .orElseThrow(() ->
                        new AdminException(
                                "--outcome is one of "
                                        + Arrays.stream(Outcome.values())
                                                .map(Outcome::text)
                                                .collect(Collectors.joining(", "))));
    }

    @Command(
            name = "show",
            description = "A call in plain words, and its SIP messages without bodies.")
    int show(
            @Parameters(paramLabel = "ID", description = "As call list has it, or a Call-ID.")
                    String id) {
        CallAdministration.Shown shown = admin.administration().callTraces().show(id);
        admin.print(CallWords.fields(shown), CallWords.text(shown));
        return 0;
    }
}
