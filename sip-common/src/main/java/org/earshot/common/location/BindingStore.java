package org.earshot.common.location;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;

/// The location service as the registrar sees it. Whenever a phone came, went, started anew or is reached in another way
/// it announces a change of [org.earshot.common.event.Topic#REGISTRATION], after the commit; not for mere refreshes.
public interface BindingStore extends LocationService {

    /// Replaces the bindings of an address by what `change` makes of those that have not expired, in one
    /// transaction; returns after that is on stable storage (where the store has any).
    ///
    /// @param change pure: it may run more than once
    /// @return the bindings after the change that have not expired, the preferred first
    /// @throws IllegalArgumentException if `change` gave two bindings with one key
    /// @throws org.earshot.common.db.StoreUnavailableException if nothing was changed because the store can't be reached
    List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change);

    /// Removes the bindings of all addresses that have expired; to be called now and then. Nobody sees an expired
    /// binding before that either.
    ///
    /// @return how many went
    int removeExpired();

    /// Every address that has a binding now, by address; for administrators.
    List<AddressOfRecord> addresses();

    /// Some of the addresses that have bindings, in the order of their texts.
    ///
    /// @param search in lower case: what address, contact or user agent of a binding has; "" for all
    /// @param after only those whose text is behind it; "" for the first ones
    /// @param most at most so many
    default List<AddressOfRecord> addresses(String search, String after, int most) {
        List<AddressOfRecord> behind =
                addresses().stream()
                        .filter(address -> address.toString().compareTo(after) > 0)
                        .toList();
        Map<AddressOfRecord, List<Binding>> all = search.isEmpty() ? Map.of() : lookupAll(behind);
        return behind.stream()
                .filter(address ->
                        search.isEmpty()
                                || all.getOrDefault(address, List.of()).stream()
                                        .anyMatch(binding -> has(address, binding, search)))
                .limit(most)
                .toList();
    }

    /// Whether a search finds a binding.
    ///
    /// @param search in lower case
    static boolean has(AddressOfRecord address, Binding binding, String search) {
        return address.toString().contains(search)
                || binding.contact().toLowerCase(Locale.ROOT).contains(search)
                || binding.userAgent().toLowerCase(Locale.ROOT).contains(search);
    }

    /// How many there are now, for administrators.
    Totals totals();

    /// How many there are.
    ///
    /// @param addresses that have a binding
    /// @param bindings that have not expired
    record Totals(long addresses, long bindings) {}
}
