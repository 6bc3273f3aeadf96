package org.earshot.proxy.message;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChange;
import org.earshot.proxy.message.group.GroupChange.Made;
import org.earshot.proxy.message.group.GroupChanges;
import org.earshot.proxy.message.group.GroupCommand;
import org.earshot.proxy.message.group.GroupStore;

/// What a command makes of a group, and what the group says to it. Whether it may be is decided by the group as it is
/// then: whoever is owner no more at that moment changes nothing. Pure.
final class GroupRuling {
    private static final String OWNERS_ONLY = "Only owners can do that.";
    private static final String FULL =
            "That can't be: a group has at most " + GroupStore.MOST_MEMBERS + " members.";

    private final AddressOfRecord author;

    /// @param author of the command
    GroupRuling(AddressOfRecord author) {
        this.author = author;
    }

    /// Somebody who is named in a command.
    ///
    /// @param typed as they are called there
    /// @param shown as the group calls them; empty if there is no such account
    record Named(AddressOfRecord address, String typed, Optional<String> shown) {
        String name() {
            return shown.orElse(typed);
        }
    }

    /// Whom a command names.
    static Optional<String> named(GroupCommand command) {
        return switch (command) {
            case GroupCommand.Add(String name) -> Optional.of(name);
            case GroupCommand.Remove(String name) -> Optional.of(name);
            case GroupCommand.Owner(String name) -> Optional.of(name);
            case GroupCommand.Plain(String name) -> Optional.of(name);
            case GroupCommand.Join _,
                    GroupCommand.Leave _,
                    GroupCommand.Who _,
                    GroupCommand.Help _,
                    GroupCommand.Moderated _,
                    GroupCommand.Open _ ->
                    Optional.empty();
        };
    }

    /// @param named whom it names
    /// @return a change that says the answer, "" for none; empty for a command that changes nothing
    Optional<GroupChange<String>> of(GroupCommand command, Optional<Named> named) {
        return switch (command) {
            case GroupCommand.Who _, GroupCommand.Help _ -> Optional.empty();
            case GroupCommand.Join _ -> Optional.of(join());
            case GroupCommand.Leave _ -> Optional.of(leave());
            case GroupCommand.Add _ -> named.map(who -> ofOwners(add(who)));
            case GroupCommand.Remove _ -> named.map(who -> ofOwners(remove(who)));
            case GroupCommand.Owner _ -> named.map(who -> ofOwners(owner(who)));
            case GroupCommand.Plain _ -> named.map(who -> ofOwners(plain(who)));
            case GroupCommand.Moderated(boolean on) ->
                    Optional.of(
                            ofOwners(
                                    set(
                                            group -> group.withModerated(on),
                                            on
                                                    ? "Only owners write now."
                                                    : "Everybody writes now.")));
            case GroupCommand.Open(boolean on) ->
                    Optional.of(
                            ofOwners(
                                    set(
                                            group -> group.withOpen(on),
                                            on
                                                    ? "Anybody may join now."
                                                    : "Only owners add people now.")));
        };
    }

    private GroupChange<String> ofOwners(GroupChange<String> change) {
        return (group, at) ->
                group.isOwner(author) ? change.make(group, at) : new Made<>(group, OWNERS_ONLY);
    }

    private static GroupChange<String> set(UnaryOperator<Group> setting, String said) {
        return (group, _) -> new Made<>(setting.apply(group), said);
    }

    private GroupChange<String> join() {
        return (group, at) -> {
            if (group.member(author).isEmpty() && !group.open()) {
                return new Made<>(group, "Anybody could join this group, and can't any more.");
            }
            Made<GroupChanges.Coming> made = GroupChanges.join(author).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case CAME -> ""; // as everybody hears who comes
                        case SAME, IS_OTHER -> "You are in this group already.";
                        case FULL -> FULL;
                    });
        };
    }

    private GroupChange<String> leave() {
        return (group, at) -> {
            Made<GroupChanges.Leaving> made = GroupChanges.leave(author).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case ONLY_OWNER ->
                                "You are the only owner: name another one first (/owner NAME).";
                        case GONE, NO_MEMBER ->
                                "You are not in the group \"" + group.name() + "\" any more.";
                    });
        };
    }

    private static GroupChange<String> add(Named who) {
        return (group, at) -> {
            if (who.shown().isEmpty()) {
                return new Made<>(group, "There is no " + who.name() + ".");
            }
            Made<GroupChanges.Coming> made = GroupChanges.join(who.address()).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case CAME -> who.name() + " is in this group now.";
                        case SAME, IS_OTHER -> who.name() + " is in this group already.";
                        case FULL -> FULL;
                    });
        };
    }

    private static GroupChange<String> owner(Named who) {
        return (group, at) -> {
            if (who.shown().isEmpty()) {
                return new Made<>(group, "There is no " + who.name() + ".");
            }
            Made<GroupChanges.Coming> made =
                    GroupChanges.put(new Group.Member(who.address(), true)).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case CAME, IS_OTHER -> who.name() + " is an owner of this group now.";
                        case SAME -> who.name() + " is an owner already.";
                        case FULL -> FULL;
                    });
        };
    }

    private static GroupChange<String> plain(Named who) {
        return (group, at) -> {
            if (!group.isOwner(who.address())) {
                return new Made<>(group, "No owner of this group is called " + who.typed() + ".");
            }
            Made<Boolean> made = GroupChanges.demote(who.address()).make(group, at);
            return new Made<>(
                    made.group(),
                    made.outcome()
                            ? who.name() + " is a member like others now."
                            : who.name()
                                    + " is the only owner: name another one first (/owner NAME).");
        };
    }

    private static GroupChange<String> remove(Named who) {
        return (group, at) -> {
            if (group.isOwner(who.address())) {
                return new Made<>(
                        group,
                        who.name() + " is an owner: /member " + who.typed() + " comes first.");
            }
            Made<Boolean> made = GroupChanges.remove(who.address()).make(group, at);
            return new Made<>(
                    made.group(),
                    made.outcome()
                            ? who.name() + " is not in this group any more."
                            : "There is no " + who.typed() + " in this group.");
        };
    }
}
