package org.earshot.server.admin;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Passwords for single phones.
@Command(name = "device", description = "Passwords for single phones.")
final class DeviceCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "add", description = "Makes and prints a password for one phone (also MD5).")
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "LABEL", description = "What the phone is called.")
                    String label) {
        String password = admin.administration().addDevice(name, label);
        admin.print(Map.of("name", name, "label", label, "password", password), password);
        return 0;
    }
}
