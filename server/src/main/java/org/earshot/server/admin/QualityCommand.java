package org.earshot.server.admin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How calls were heard.
@Command(
        name = "quality",
        description = {
            "How calls were heard, the latest first, as the phones claim in their reports (RFC 6035).",
            "Reports are kept for quality.keep."
        })
final class QualityCommand implements Callable<Integer> {

    @CommandLine.ParentCommand private AdminCommands admin;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what came since that day, such as 2026-11-27, or instant, in UTC.")
    private String since;

    @Option(names = "--of", paramLabel = "NAME", description = "Only reports of this account.")
    private Optional<String> of;

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "N",
            description = "At most so many, up to 10000; without it 50.")
    private int limit;

    @Override
    public Integer call() {
        Listed.checkLimit(limit);
        List<QualityAdministration.Reported> reports =
                admin.administration()
                        .quality()
                        .reports(Listed.since(Optional.ofNullable(since)), of, limit);
        admin.print(
                reports.stream().map(QualityWords::fields).toList(),
                reports.isEmpty()
                        ? "no phone has reported a call"
                        : reports.stream()
                                .map(QualityWords::text)
                                .collect(Collectors.joining("\n")));
        return 0;
    }
}
