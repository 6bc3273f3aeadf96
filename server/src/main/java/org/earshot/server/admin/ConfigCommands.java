package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The configuration.
@Command(name = "config", description = "The configuration.", synopsisSubcommandLabel = "COMMAND")
final class ConfigCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "check", description = "Whether a server would start with a file.")
    int check(@Parameters(paramLabel = "FILE") Path file) {
        try {
            admin.local().checkConfig(file);
            admin.print(Map.of("valid", true), file + ": every key is valid");
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            if (!admin.json()) {
                throw e;
            }
            admin.print(Map.of("valid", false, "error", e.getMessage()), "");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    @Command(
            name = "show",
            description = {
                "The configuration of the running server, with what nobody has set.",
                "Where a secret stands it has a name of a file; what is no file's name and may be a secret is not shown."
            })
    int show() {
        Map<String, String> values = admin.administration().configuration();
        admin.print(
                values,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n")));
        return 0;
    }
}
