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

    /// Puts somebody in a group, or makes a member its owner, or no longer.
    ///
    /// @return false if it was so before
    /// @throws IllegalArgumentException if there is no such group, or it is full
    boolean put(AddressOfRecord group, Group.Member member);

    /// Makes an owner a member like others, unless there is no other owner.
    ///
    /// @return false if there is no other, or they were no owner
    boolean demote(AddressOfRecord group, AddressOfRecord member);

    /// Takes somebody out of a group.
    ///
    /// @return false if they were not in it
    boolean remove(AddressOfRecord group, AddressOfRecord member);

    /// Takes somebody out of all groups.
    void removeEverywhere(AddressOfRecord member);

    /// Whether somebody owns a group together with others.
    static boolean isOneOfTheOwners(List<Group.Member> members, AddressOfRecord member) {
        List<Group.Member> owners = members.stream().filter(Group.Member::owner).toList();
        return owners.size() > 1 && owners.contains(new Group.Member(member, true));
    }
}
