package org.earshot.proxy.message.group;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.GroupChange.Made;

/// The changes that there are. Pure.
public final class GroupChanges {
    private GroupChanges() {}

    /// What came of putting somebody in.
    public enum Coming {
        /// They were not in it.
        CAME,
        /// They were, and are owner now or no longer.
        IS_OTHER,
        /// It was so before.
        SAME,
        /// They are not in it, as it is full ([GroupStore#MOST_MEMBERS]).
        FULL
    }

    /// What came of taking somebody out.
    public enum Leaving {
        GONE,
        /// They are the only owner of others, and stay.
        ONLY_OWNER,
        /// They were not in it.
        NO_MEMBER
    }

    /// Changes name or rules, and nothing else.
    ///
    /// @param setting with one or more of the methods `with…` of [Group]
    public static GroupChange<Boolean> set(UnaryOperator<Group> setting) {
        return (before, _) -> {
            Group after = setting.apply(before);
            return new Made<>(after, !after.equals(before));
        };
    }

    /// Puts somebody in as a member like others. Who is in it already stays what they are, an owner too.
    public static GroupChange<Coming> join(AddressOfRecord member) {
        return (before, at) ->
                before.member(member).isPresent()
                        ? new Made<>(before, Coming.SAME)
                        : put(new Group.Member(member, false)).make(before, at);
    }

    /// Puts somebody in, or makes a member its owner, or no longer: also the only one.
    public static GroupChange<Coming> put(Group.Member member) {
        return (before, _) -> {
            if (before.members().contains(member)) {
                return new Made<>(before, Coming.SAME);
            }
            boolean isNew = before.member(member.address()).isEmpty();
            if (isNew && before.members().size() >= GroupStore.MOST_MEMBERS) {
                return new Made<>(before, Coming.FULL);
            }
            List<Group.Member> members = without(before, member.address());
            members.add(member);
            return new Made<>(before.withMembers(members), isNew ? Coming.CAME : Coming.IS_OTHER);
        };
    }

    /// Makes an owner a member like others, unless there is no other owner.
    ///
    /// @return a change that says false if there is no other, or they were no owner
    public static GroupChange<Boolean> demote(AddressOfRecord member) {
        return (before, at) ->
                before.isOwner(member) && owners(before) > 1
                        ? new Made<>(
                                put(new Group.Member(member, false)).make(before, at).group(), true)
                        : new Made<>(before, false);
    }

    /// Takes somebody out, unless others would be left there without an owner.
    public static GroupChange<Leaving> leave(AddressOfRecord member) {
        return (before, _) -> {
            if (before.member(member).isEmpty()) {
                return new Made<>(before, Leaving.NO_MEMBER);
            }
            boolean only = before.isOwner(member) && owners(before) == 1;
            return only && before.members().size() > 1
                    ? new Made<>(before, Leaving.ONLY_OWNER)
                    : new Made<>(before.withMembers(without(before, member)), Leaving.GONE);
        };
    }

    /// Takes somebody out, whatever they are there: an administrator can put in another owner.
    ///
    /// @return a change that says false if they were not in it
    public static GroupChange<Boolean> remove(AddressOfRecord member) {
        return (before, _) ->
                new Made<>(
                        before.withMembers(without(before, member)),
                        before.member(member).isPresent());
    }

    /// Whoever comes from now on may get again what was written before: an officer says so.
    ///
    /// @return a change that says false if it was so
    public static GroupChange<Boolean> release() {
        return set(group -> group.withHistorySince(group.createdAt()));
    }

    /// The same change by somebody who must not get to read what was written before, such as an administrator: where it lets
    /// more people in, or lets them see more, nobody who comes from now on gets what was written until now, whoever lets them
    /// in. So an owner whom an administrator has made has nothing to hand on but what they saw themselves.
    ///
    /// @param <T> what is to be said about it
    public static <T> GroupChange<T> hidingThePast(GroupChange<T> change) {
        return (before, at) -> {
            Made<T> made = change.make(before, at);
            return widens(before, made.group())
                    ? new Made<>(made.group().withHistorySince(at), made.outcome())
                    : made;
        };
    }

    /// Whether more people read it then, can let others read it, or see more of what was written before.
    private static boolean widens(Group before, Group after) {
        return (after.open() && !before.open())
                || after.history() > before.history()
                || after.members().stream()
                        .anyMatch(member ->
                                before.member(member.address()).isEmpty()
                                        || (member.owner() && !before.isOwner(member.address())));
    }

    private static long owners(Group group) {
        return group.members().stream().filter(Group.Member::owner).count();
    }

    private static List<Group.Member> without(Group group, AddressOfRecord member) {
        List<Group.Member> members = new ArrayList<>(group.members());
        members.removeIf(other -> other.address().equals(member));
        return members;
    }
}
