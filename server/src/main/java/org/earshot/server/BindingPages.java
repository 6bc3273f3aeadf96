package org.earshot.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingStore;

/// Who is registered, page by page: very many are read many at once, and no more of them than a page needs. Waits for the store.
///
/// @param store what is paged
record BindingPages(BindingStore store) {
    private static final int AT_ONCE = 500;

    /// @param search in lower case: what address, contact or user agent of a binding has; "" for all
    /// @param after only addresses behind it, as text
    /// @param most once there are so many bindings, no further address is looked at
    /// @return the bindings that were found, by address
    Map<String, List<Binding>> page(String search, String after, int most) {
        List<AddressOfRecord> addresses = store.addresses(search, after, most);
        Map<String, List<Binding>> found = new LinkedHashMap<>();
        int bindings = 0;
        for (int from = 0; from < addresses.size() && bindings < most; from += AT_ONCE) {
            List<AddressOfRecord> some =
                    addresses.subList(from, Math.min(addresses.size(), from + AT_ONCE));
            Map<AddressOfRecord, List<Binding>> all = store.lookupAll(some);
            for (AddressOfRecord address : some) {
                List<Binding> fitting =
                        all.getOrDefault(address, List.of()).stream()
                                .filter(binding -> BindingStore.has(address, binding, search))
                                .toList();
                if (!fitting.isEmpty() && bindings < most) {
                    found.put(address.toString(), fitting);
                    bindings += fitting.size();
                }
            }
        }
        return found;
    }
}
