package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups: one address for many.
@Command(
        name = "group",
        description = "Groups: one address for many.",
        subcommands = GroupMemberCommands.class)
final class GroupCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    AdminCommands admin() {
        return admin;
    }

    private ChatAdministration chat() {
        return admin.administration().chat();
    }

    @Command(name = "add", description = "Makes a group; its owners can change it by chat.")
    int add(
            @Parameters(paramLabel = "NAME", description = "The user part of the address.")
                    String name,
            @Option(names = "--display-name", defaultValue = "", paramLabel = "N")
                    String displayName,
            @Option(names = "--owner", required = true, arity = "1..*", paramLabel = "USER")
                    List<String> owners) {
        ChatAdministration.GroupFact group = chat().addGroup(name, displayName, owners);
        admin.print(describe(group), "added " + group.address());
        return 0;
    }

    @Command(name = "list", description = "All groups.")
    int list() {
        List<ChatAdministration.GroupFact> groups = chat().groups();
        admin.print(
                groups.stream().map(GroupCommands::describe).toList(),
                groups.isEmpty()
                        ? "no groups yet: earshot admin group add"
                        : groups.stream()
                                .map(group ->
                                        group.address()
                                                + "  "
                                                + group.displayName()
                                                + "  "
                                                + Counted.of(group.members().size(), "member"))
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(name = "show", description = "A group, its rules and its members.")
    int show(@Parameters(paramLabel = "NAME") String name) {
        ChatAdministration.GroupFact group = chat().group(name);
        admin.print(describe(group), text(group));
        return 0;
    }

    @Command(name = "set", description = "Changes a group's name or rules.")
    int set(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--display-name", paramLabel = "N") Optional<String> displayName,
            @Option(
                            names = "--moderated",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "Only owners write.")
                    Optional<Boolean> moderated,
            @Option(
                            names = "--open",
                            arity = "1",
                            paramLabel = "true|false",
                            description =
                                    "Anybody of the domain may join; nobody who comes gets what was written"
                                            + " before this was set.")
                    Optional<Boolean> open,
            @Option(
                            names = "--history",
                            paramLabel = "COUNT",
                            description =
                                    "How many of the latest messages a new member gets, 0 to 1000;"
                                            + " of those that came since this was raised.")
                    Optional<Integer> history) {
        ChatAdministration.GroupFact group =
                chat().setGroup(name, displayName, moderated, open, history);
        admin.print(describe(group), text(group));
        return 0;
    }

    @Command(
            name = "release",
            description = {
                "For officers: who comes from now on may get what was written before.",
                "That ends when an administrator makes, opens or widens the group, or puts somebody in."
            })
    int release(@Parameters(paramLabel = "NAME") String name) {
        boolean released = chat().releaseGroup(name);
        admin.print(
                Map.of("group", name, "released", released),
                released ? "released" : "nothing was withheld");
        return 0;
    }

    @Command(name = "delete", description = "Deletes a group; its name stays reserved.")
    int delete(@Parameters(paramLabel = "NAME") String name) {
        chat().deleteGroup(name);
        admin.print(Map.of("deleted", name), "deleted " + name);
        return 0;
    }

    private static Map<String, Object> describe(ChatAdministration.GroupFact group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", group.address());
        fields.put("displayName", group.displayName());
        fields.put("moderated", group.moderated());
        fields.put("open", group.open());
        fields.put("history", group.history());
        fields.put("historySince", group.historySince().toString());
        fields.put("createdAt", group.createdAt().toString());
        fields.put(
                "members",
                group.members().stream()
                        .map(member -> Map.of("address", member.address(), "owner", member.owner()))
                        .toList());
        return fields;
    }

    private static String text(ChatAdministration.GroupFact group) {
        return group.address()
                + "  "
                + group.displayName()
                + "\n  "
                + (group.moderated() ? "only owners write" : "all members write")
                + ", "
                + (group.open() ? "anybody may join" : "owners add members")
                + ", a new member gets "
                + (group.history() == 0
                        ? "no messages"
                        : "the latest "
                                + Counted.of(group.history(), "message")
                                + " of those after "
                                + ShownTime.of(group.historySince()))
                + group.members().stream()
                        .map(member ->
                                "\n  " + member.address() + (member.owner() ? " (owner)" : ""))
                        .collect(Collectors.joining());
    }
}
