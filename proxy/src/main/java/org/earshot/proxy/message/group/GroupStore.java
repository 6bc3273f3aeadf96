package org.earshot.proxy.message.group;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Companion;

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

    /// The groups of somebody, by address.
    List<Membership> groupsOf(AddressOfRecord member);

    /// Somebody's place in a group, and how that is.
    ///
    /// @param displayName what people call it; may be empty
    /// @param owner whether they may change it
    /// @param members how many are in it
    record Membership(
            AddressOfRecord group,
            String displayName,
            boolean moderated,
            boolean open,
            boolean owner,
            int members) {}

    /// Who came to a group after a time and is in it now. Whoever was in it from the beginning came when it was made
    /// ([Group#createdAt]).
    Map<AddressOfRecord, Joined> joinedAfter(AddressOfRecord group, Instant time);

    /// How somebody came.
    ///
    /// @param at when
    /// @param historySince as [Group#historySince] was then: what is changed there later is not for them
    record Joined(Instant at, Instant historySince) {}

    /// All of them, by address.
    List<Group> list();

    /// Makes a group with its members.
    ///
    /// @throws IllegalArgumentException if there is one of that address
    void create(Group group);

    /// The same as part of another commit, which is refused if there is one of that address. Whoever has it committed calls [#announce] then.
    Companion creating(Group group);

    /// Changes a group; changes of the same group wait for each other, so that none undoes another.
    ///
    /// @return what the change says; empty if there is no such group
    /// @param <T> what that is
    <T> Optional<T> change(AddressOfRecord group, GroupChange<T> change);

    /// The same as part of another commit. Whoever has it committed calls [#announce] then.
    ///
    /// @param outcome is told what the change says; more than once where the commit is tried again, and the last time counts
    /// @param <T> what that is
    <T> Companion changing(
            AddressOfRecord group, GroupChange<T> change, Consumer<Optional<T>> outcome);

    /// Has it heard on this node that a group may have changed.
    void announce(AddressOfRecord group);

    /// Deletes a group. Its name stays reserved.
    ///
    /// @return false if there is none
    boolean delete(AddressOfRecord address);

    /// Takes somebody out of a group, whatever they are there.
    ///
    /// @return false if they were not in it
    default boolean remove(AddressOfRecord group, AddressOfRecord member) {
        return change(group, GroupChanges.remove(member)).orElse(false);
    }

    /// Takes somebody out of all groups.
    default void removeEverywhere(AddressOfRecord member) {
        membershipsOf(member).keySet().forEach(group -> remove(group, member));
    }
}
