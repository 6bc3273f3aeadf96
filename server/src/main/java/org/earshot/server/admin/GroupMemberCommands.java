package org.earshot.server.admin;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Who is in a group.
@Command(name = "member", description = "Who is in a group.")
final class GroupMemberCommands {
    @CommandLine.ParentCommand private GroupCommands group;

    @Command(
            name = "add",
            description = {
                "Puts somebody in, or changes whether they own it.",
                "Nobody who comes from then on gets what was written before: see group release."
            })
    int add(
            @Parameters(paramLabel = "GROUP") String name,
            @Parameters(paramLabel = "USER") String member,
            @Option(names = "--owner", description = "As an owner.") boolean owner) {
        AdminCommands admin = group.admin();
        boolean changed = admin.administration().chat().putMember(name, member, owner);
        admin.print(
                Map.of("group", name, "member", member, "owner", owner),
                changed
                        ? member + " is in " + name + (owner ? " as an owner" : "")
                        : "it was so before");
        return 0;
    }

    @Command(name = "remove", description = "Takes somebody out.")
    int remove(
            @Parameters(paramLabel = "GROUP") String name,
            @Parameters(paramLabel = "USER") String member) {
        AdminCommands admin = group.admin();
        admin.administration().chat().removeMember(name, member);
        admin.print(
                Map.of("group", name, "removed", member),
                member + " is not in " + name + " any more");
        return 0;
    }
}
