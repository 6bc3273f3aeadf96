package org.earshot.registrar.presence.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Dialog;

/// The subscriptions of all nodes. Thread-safe; all methods throw [org.earshot.common.db.StoreUnavailableException] if the
/// store can't be reached.
public interface SubscriptionStore {

    /// Adds one, or writes it anew.
    void put(Subscription subscription);

    /// Removes one, if it is there and in the care of a node.
    void remove(Dialog.Id id, String node);

    /// One that has not expired.
    Optional<Subscription> find(Dialog.Id id);

    /// How many an account has, which have not expired.
    int countOf(AddressOfRecord watcher);

    /// Who watches an address, of those that have not expired, the oldest first; lists that hold it are not among them.
    List<Subscription> of(AddressOfRecord resource, EventPackage event);

    /// Lists that hold an address, of those that have not expired, in no order.
    ///
    /// @param owners who has it on the contact list
    List<Subscription> listsWith(
            AddressOfRecord member, Collection<AddressOfRecord> owners, EventPackage event);

    /// Who is watched in a package, each once, in no order.
    Set<AddressOfRecord> resources(EventPackage event);

    /// Those whose node is no more, which have not expired, the oldest first.
    List<Subscription> orphans(Predicate<String> isAlive);

    /// Puts one into the care of another node.
    ///
    /// @return false if somebody else did so before
    boolean adopt(Subscription orphan, String node);

    /// Removes what has expired; to be called now and then.
    ///
    /// @return how many went
    int removeExpired();
}
