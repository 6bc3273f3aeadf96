package org.earshot.server.admin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Contact lists.
@Command(
        name = "contacts",
        description = "Contact lists, to which phones can subscribe as a whole.",
        synopsisSubcommandLabel = "COMMAND")
final class ContactCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    private PresenceAdministration presence() {
        return admin.administration().presence();
    }

    @Command(name = "list", description = "The contact list of an account.")
    int list(@Parameters(paramLabel = "NAME") String name) {
        List<PresenceAdministration.Entry> entries = presence().contacts(name);
        admin.print(
                entries.stream()
                        .map(one ->
                                Map.of("address", one.address(), "displayName", one.displayName()))
                        .toList(),
                entries.isEmpty()
                        ? "nobody is on the list of " + name
                        : entries.stream()
                                .map(one -> (one.address() + "  " + one.displayName()).strip())
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(name = "add", description = "Puts CONTACT on the list of NAME.")
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "CONTACT") String contact,
            @Option(names = "--display-name", defaultValue = "", paramLabel = "N")
                    String displayName) {
        presence().addContact(name, contact, displayName);
        admin.print(Map.of("name", name, "added", contact), contact + " is on the list of " + name);
        return 0;
    }

    @Command(name = "remove", description = "Takes CONTACT off the list of NAME.")
    int remove(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "CONTACT") String contact) {
        presence().removeContact(name, contact);
        admin.print(
                Map.of("name", name, "removed", contact), contact + " is off the list of " + name);
        return 0;
    }
}
