package org.earshot.proxy.message.group;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.GroupChange.Made;

/// What a command makes of a group, and what the group says to it: by chat, and by the account API. Whether it may be is decided by the
/// group as it is then: whoever is owner no more at that moment changes nothing. Pure.
public final class GroupRuling {
    private static final Said OWNERS_ONLY =
            new Said(Verdict.OWNERS_ONLY, "Only owners can do that.");
    private static final Said FULL =
            new Said(
                    Verdict.FULL,
                    "That can't be: a group has at most " + GroupStore.MOST_MEMBERS + " members.");

    private final AddressOfRecord author;

    /// @param author of the command
    public GroupRuling(AddressOfRecord author) {
        this.author = author;
    }

    /// Somebody who is named in a command.
    ///
    /// @param typed as they are called there
    /// @param shown as the group calls them; empty if there is no such account
    public record Named(AddressOfRecord address, String typed, Optional<String> shown) {
        private String name() {
            return shown.orElse(typed);
        }
    }

    /// What came of a command.
    public enum Verdict {
        /// It is as was wanted now, or was before.
        DONE,
        /// Who wanted it is no owner.
        OWNERS_ONLY,
        /// There is no such account.
        NOBODY,
        /// They are not in the group, or not as was said.
        NO_MEMBER,
        /// The group has as many as there can be.
        FULL,
        /// Nobody else would own it.
        ONLY_OWNER,
        /// Whoever is an owner has to be a member like others first.
        OWNER_FIRST,
        /// Nobody comes in by themselves any more.
        CLOSED
    }

    /// What came of it, and in words for people who write commands; "" where there is nothing to be said.
    public record Said(Verdict verdict, String words) {}

    /// Whom a command names.
    public static Optional<String> named(GroupCommand command) {
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
    /// @return a change that says the answer; empty for a command that changes nothing
    public Optional<GroupChange<Said>> of(GroupCommand command, Optional<Named> named) {
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

    /// Another name for people to see.
    ///
    /// @param displayName at most 255 characters
    public GroupChange<Said> rename(String displayName) {
        return ofOwners(set(group -> group.withDisplayName(displayName), ""));
    }

    /// One change after the other, as long as each is done; where one is not, none is. For owners alone, also where there is none.
    public GroupChange<Said> all(List<GroupChange<Said>> changes) {
        return ofOwners((before, at) -> {
            Made<Said> made = new Made<>(before, done(""));
            for (GroupChange<Said> change : changes) {
                made = change.make(made.group(), at);
                if (made.outcome().verdict() != Verdict.DONE) {
                    return new Made<>(before, made.outcome());
                }
            }
            return made;
        });
    }

    private static Said done(String words) {
        return new Said(Verdict.DONE, words);
    }

    private static Said nobody(Named who) {
        return new Said(Verdict.NOBODY, "There is no " + who.name() + ".");
    }

    private GroupChange<Said> ofOwners(GroupChange<Said> change) {
        return (group, at) ->
                group.isOwner(author) ? change.make(group, at) : new Made<>(group, OWNERS_ONLY);
    }

    private static GroupChange<Said> set(UnaryOperator<Group> setting, String said) {
        return (group, _) -> new Made<>(setting.apply(group), done(said));
    }

    private GroupChange<Said> join() {
        return (group, at) -> {
            if (group.member(author).isEmpty() && !group.open()) {
                return new Made<>(
                        group,
                        new Said(
                                Verdict.CLOSED,
                                "Anybody could join this group, and can't any more."));
            }
            Made<GroupChanges.Coming> made = GroupChanges.join(author).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case CAME -> done(""); // as everybody hears who comes
                        case SAME, IS_OTHER -> done("You are in this group already.");
                        case FULL -> FULL;
                    });
        };
    }

    private GroupChange<Said> leave() {
        return (group, at) -> {
            Made<GroupChanges.Leaving> made = GroupChanges.leave(author).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case ONLY_OWNER ->
                                new Said(
                                        Verdict.ONLY_OWNER,
                                        "You are the only owner: name another one first (/owner NAME).");
                        case GONE, NO_MEMBER ->
                                done("You are not in the group \"" + group.name() + "\" any more.");
                    });
        };
    }

    private static GroupChange<Said> add(Named who) {
        return (group, at) -> {
            if (who.shown().isEmpty()) {
                return new Made<>(group, nobody(who));
            }
            Made<GroupChanges.Coming> made = GroupChanges.join(who.address()).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case CAME -> done(who.name() + " is in this group now.");
                        case SAME, IS_OTHER -> done(who.name() + " is in this group already.");
                        case FULL -> FULL;
                    });
        };
    }

    private static GroupChange<Said> owner(Named who) {
        return (group, at) -> {
            if (who.shown().isEmpty()) {
                return new Made<>(group, nobody(who));
            }
            Made<GroupChanges.Coming> made =
                    GroupChanges.put(new Group.Member(who.address(), true)).make(group, at);
            return new Made<>(
                    made.group(),
                    switch (made.outcome()) {
                        case CAME, IS_OTHER -> done(who.name() + " is an owner of this group now.");
                        case SAME -> done(who.name() + " is an owner already.");
                        case FULL -> FULL;
                    });
        };
    }

    private static GroupChange<Said> plain(Named who) {
        return (group, at) -> {
            if (!group.isOwner(who.address())) {
                return new Made<>(
                        group,
                        new Said(
                                Verdict.NO_MEMBER,
                                "No owner of this group is called " + who.typed() + "."));
            }
            Made<Boolean> made = GroupChanges.demote(who.address()).make(group, at);
            return new Made<>(
                    made.group(),
                    made.outcome()
                            ? done(who.name() + " is a member like others now.")
                            : new Said(
                                    Verdict.ONLY_OWNER,
                                    who.name()
                                            + " is the only owner: name another one first (/owner NAME)."));
        };
    }

    private static GroupChange<Said> remove(Named who) {
        return (group, at) -> {
            if (group.isOwner(who.address())) {
                return new Made<>(
                        group,
                        new Said(
                                Verdict.OWNER_FIRST,
                                who.name()
                                        + " is an owner: /member "
                                        + who.typed()
                                        + " comes first."));
            }
            Made<Boolean> made = GroupChanges.remove(who.address()).make(group, at);
            return new Made<>(
                    made.group(),
                    made.outcome()
                            ? done(who.name() + " is not in this group any more.")
                            : new Said(
                                    Verdict.NO_MEMBER,
                                    "There is no " + who.typed() + " in this group."));
        };
    }
}
