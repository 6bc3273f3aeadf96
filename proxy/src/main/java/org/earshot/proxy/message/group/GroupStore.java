package org.earshot.proxy.message.group;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// Groups and their members. Thread-safe. Each method may block, and throw
/// [org.earshot.common.db.StoreUnavailableException]. Each change is announced as one of
/// [org.earshot.common.event.Topic#GROUP].
///
/// A group's name is one of those that accounts have: whoever makes a group takes it first
/// ([org.earshot.common.account.AccountStore#reserve]).
public interface GroupStore {
    /// A group has at most so many members.
    int MOST_MEMBERS = 1000;

    /// The group of an address.
    Optional<Group> find(AddressOfRecord address);

    /// Of which groups an account is a member now, and since when.
    Map<AddressOfRecord, Instant> membershipsOf(AddressOfRecord member);

    /// Who came to a group after a time and is in it now, and when they came. Whoever was in it from the beginning came
    /// when it was made ([Group#createdAt]).
    Map<AddressOfRecord, Instant> joinedAfter(AddressOfRecord group, Instant time);

    /// All of them, by address.
    List<Group> list();

    /// Makes a group with its members.
    ///
    /// @throws IllegalArgumentException if there is one of that address
    void create(Group group);

    /// Changes a group's name and rules; its members stay.
    ///
    /// @return false if there is none
    boolean change(Group group);

    /// Deletes a group. Its name stays reserved.
    ///
    /// @return false if there is none
    boolean delete(AddressOfRecord address);

    /// Puts somebody in a group as a member like others. Who is in it already stays what they are, an owner too.
    ///
    /// @return false if they were in it
    /// @throws IllegalArgumentException if there is no such group, or it is full
    boolean join(AddressOfRecord group, AddressOfRecord member);

    /// Puts somebody in a group, or makes a member its owner, or no longer: also the only one.
    ///
    /// @return false if it was so before
    /// @throws IllegalArgumentException if there is no such group, or it is full
    boolean put(AddressOfRecord group, Group.Member member);

    /// Makes an owner a member like others, unless there is no other owner.
    ///
    /// @return false if there is no other, or they were no owner
    boolean demote(AddressOfRecord group, AddressOfRecord member);

    /// Takes somebody out of a group, unless others would be left there without an owner.
    Leaving leave(AddressOfRecord group, AddressOfRecord member);

    /// What came of it.
    enum Leaving {
        GONE,
        /// They are the only owner of others, and stay.
        ONLY_OWNER,
        /// They were not in it, or there is no such group.
        NO_MEMBER
    }

    /// Takes somebody out of a group, whatever they are there: an administrator can put in another owner.
    ///
    /// @return false if they were not in it
    boolean remove(AddressOfRecord group, AddressOfRecord member);

    /// Takes somebody out of all groups.
    void removeEverywhere(AddressOfRecord member);

    /// What comes of it when somebody leaves those.
    static Leaving leaving(List<Group.Member> members, AddressOfRecord member) {
        if (members.stream().noneMatch(each -> each.address().equals(member))) {
            return Leaving.NO_MEMBER;
        }
        List<Group.Member> owners = members.stream().filter(Group.Member::owner).toList();
        boolean only = owners.equals(List.of(new Group.Member(member, true)));
        return only && members.size() > 1 ? Leaving.ONLY_OWNER : Leaving.GONE;
    }

    /// Whether somebody owns a group together with others.
    static boolean isOneOfTheOwners(List<Group.Member> members, AddressOfRecord member) {
        List<Group.Member> owners = members.stream().filter(Group.Member::owner).toList();
        return owners.size() > 1 && owners.contains(new Group.Member(member, true));
    }
}
