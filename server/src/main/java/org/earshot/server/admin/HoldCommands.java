package org.earshot.server.admin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.text.ShownTime;
import org.earshot.proxy.archive.Policy;
import org.earshot.proxy.archive.Retention;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What must not go.
@Command(
        name = "hold",
        description = "Legal holds: what is on hold stays, however long it has been kept.",
        synopsisSubcommandLabel = "COMMAND")
final class HoldCommands {
    @CommandLine.ParentCommand private AdminCommands admin;
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Command(
            name = "add",
            description = {
                "Places a hold. For officers.",
                "Without --person and --with it is on everything; without --to on what comes later too."
            })
    int add(
            @Parameters(paramLabel = "NAME", description = "1 to 32 of a-z 0-9 -.") String name,
            @Option(
                            names = "--person",
                            split = ",",
                            paramLabel = "AOR",
                            description = "All that one of these wrote or got.")
                    List<String> people,
            @Option(
                            names = "--with",
                            split = ",",
                            paramLabel = "AOR",
                            description = "What these wrote to each other: A,B.")
                    List<String> with,
            @Option(names = "--from", paramLabel = "DAY", description = "Such as 2026-03-01.")
                    Optional<String> from,
            @Option(names = "--to", paramLabel = "DAY", description = "The last day.")
                    Optional<String> to,
            @Option(names = "--reason", required = true, paramLabel = "TEXT") String reason) {
        admin.administration()
                .retention()
                .place(
                        admin.officer(),
                        name,
                        people == null ? List.of() : people,
                        with == null ? List.of() : with,
                        from.map(text -> start(day("--from", text))),
                        to.map(text -> start(day("--to", text).plusDays(1))),
                        reason);
        admin.print(Map.of("placed", name), "placed");
        return 0;
    }

    private LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine().getSubcommands().get("add"),
                    option + ": \"" + text + "\" is no day, such as 2026-03-01",
                    e);
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Command(name = "list", description = "The holds there are.")
    int list() {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Policy.Placed> holds = admin.administration().retention().holds();
        for (Policy.Placed placed : holds) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", placed.hold().name());
            fields.put("people", placed.hold().people());
            fields.put("with", placed.hold().with());
            placed.hold().from().ifPresent(at -> fields.put("from", at.toString()));
            placed.hold().until().ifPresent(at -> fields.put("until", at.toString()));
            fields.put("reason", placed.hold().reason());
            fields.put("since", placed.since().toString());
            fields.put("by", placed.by());
            rows.add(fields);
        }
        admin.print(
                rows,
                holds.isEmpty()
                        ? "nothing is on hold"
                        : holds.stream()
                                .map(placed ->
                                        placed.hold().words()
                                                + ", since "
                                                + ShownTime.of(placed.since())
                                                + " by "
                                                + placed.by())
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(
            name = "lift",
            description = {
                "Lifts a hold. Needs two officers: the second one types the same within seven days."
            })
    int lift(@Parameters(paramLabel = "NAME") String name) {
        Retention.Outcome outcome = admin.administration().retention().lift(admin.officer(), name);
        admin.print(
                Map.of("hold", name, "done", outcome == Retention.Outcome.DONE),
                RetentionCommands.done(outcome, name + " is lifted"));
        return 0;
    }
}
