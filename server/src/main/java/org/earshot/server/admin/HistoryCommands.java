package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Whom what was written before follows to a new device.
@Command(
        name = "history",
        description = "History and contact list on new devices, after a password was reset.",
        synopsisSubcommandLabel = "COMMAND")
final class HistoryCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "show", description = "Which devices an account has, and which must wait.")
    int show(@Parameters(paramLabel = "NAME") String name) {
        List<HistoryAdministration.DeviceFact> devices =
                admin.administration().history().devices(name);
        String text =
                devices.stream()
                        .map(fact -> fact.device() + (fact.withheld() ? "  withheld" : "  given"))
                        .collect(Collectors.joining("\n"));
        admin.print(
                devices.stream().map(HistoryCommands::describe).toList(),
                devices.isEmpty() ? "no devices yet" : text);
        return 0;
    }

    private static Map<String, Object> describe(HistoryAdministration.DeviceFact fact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("device", fact.device());
        fields.put("withheld", fact.withheld());
        return fields;
    }

    @Command(
            name = "release",
            description = "Gives new devices of an account history and contact list after all.")
    int release(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--device",
                            paramLabel = "INSTANCE",
                            description = "Only this one (history show); else all, now and later.")
                    Optional<String> device) {
        boolean released = admin.administration().history().release(name, device);
        admin.print(
                Map.of("account", name, "released", released),
                released ? "released" : "nothing was withheld");
        return 0;
    }
}
