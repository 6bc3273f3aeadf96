package org.earshot.server.admin;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

    @Command(
            name = "file",
            description =
                    "Makes a link to the file that sets up a phone, good for an hour and once. The phone's own password is made when it is fetched.")
    int file(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "LABEL", description = "What the phone is called.")
                    String label,
            @Option(
                            names = "--phone",
                            required = true,
                            paramLabel = "KIND",
                            description = "linphone, baresip, yealink, snom, grandstream or poly.")
                    String phone,
            @Option(
                            names = "--encryption",
                            defaultValue = "demanded",
                            paramLabel = "WHICH",
                            description =
                                    "demanded: no calls without it, or offered. Default: ${DEFAULT-VALUE}.")
                    String encryption) {
        PeopleAdministration.GivenLink link =
                admin.administration()
                        .people()
                        .phoneLink(name, label, phone, encryption, admin.actor());
        admin.print(InvitationCommands.fields(link), link.text());
        return 0;
    }
}
