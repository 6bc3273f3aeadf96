package org.earshot.registrar.presence.watch;

import java.util.HashMap;
import java.util.Map;
import org.earshot.common.address.AddressOfRecord;

/// Numbers the documents of one subscription: from 0, by one each time (RFC 4235 §4.1, RFC 4662 §5.2, RFC 3858 §4.1). In a
/// list each member's documents have numbers of their own, as those of a subscription to that member would.
///
/// Whoever goes on with the subscription of another node begins higher than that can have come
/// ([org.earshot.registrar.presence.store.Subscription#nextVersion]). Confined to its watch.
final class DocumentVersions {
    private long first;
    private final Map<AddressOfRecord, Long> next = new HashMap<>();
    private long nextOfList;
    private long highest;

    /// @param first number of everything
    DocumentVersions(long first) {
        this.first = first;
        this.nextOfList = first;
        this.highest = first;
    }

    /// Another node went on with the subscription meanwhile: everything is numbered from there, if that is higher.
    void atLeast(long least) {
        if (least > highest) {
            first = least;
            nextOfList = least;
            highest = least;
            next.clear();
        }
    }

    /// For a document on one address.
    long next(AddressOfRecord address) {
        long version = next.getOrDefault(address, first);
        next.put(address, version + 1);
        return seen(version);
    }

    /// For the list itself.
    long nextOfList() {
        return seen(nextOfList++);
    }

    private long seen(long version) {
        highest = Math.max(highest, version + 1);
        return version;
    }

    /// Above all that were given.
    long highest() {
        return highest;
    }
}
