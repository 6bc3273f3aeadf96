package org.earshot.registrar.presence.watch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.presence.WatcherInfo;
import org.earshot.registrar.presence.state.View;
import org.earshot.registrar.presence.state.Watcher;
import org.earshot.registrar.presence.store.EventPackage;

/// Who watches an address, as its owner is told (RFC 3858). Who was there in the document before and is no more stands in
/// one as terminated. Pure.
final class WatcherDocument {
    private WatcherDocument() {}

    /// @param before what was told last
    static WatcherInfo of(
            AddressOfRecord resource,
            View.Body.Watchers now,
            Optional<View> before,
            long version,
            Instant time) {
        Map<AddressOfRecord, Watcher> earlier = new HashMap<>();
        if (before.isPresent() && before.get().body() instanceof View.Body.Watchers told) {
            told.watchers().forEach(watcher -> earlier.put(watcher.address(), watcher));
        }
        List<WatcherInfo.Watcher> all = new ArrayList<>();
        for (Watcher watcher : now.watchers()) {
            all.add(there(watcher, Optional.ofNullable(earlier.remove(watcher.address())), time));
        }
        earlier.values().stream()
                .sorted(Comparator.comparing(watcher -> watcher.address().toString()))
                .forEach(watcher ->
                        all.add(gone(watcher, now.refused().contains(watcher.address()))));
        return new WatcherInfo(
                version,
                true,
                List.of(
                        new WatcherInfo.WatcherList(
                                resource.toString(), EventPackage.PRESENCE.token(), all)));
    }

    private static WatcherInfo.Watcher there(
            Watcher watcher, Optional<Watcher> before, Instant time) {
        boolean asked = before.filter(one -> one.standing() != Watcher.Standing.ACTIVE).isPresent();
        return switch (watcher.standing()) {
            case ACTIVE ->
                    new WatcherInfo.Watcher(
                            id(watcher),
                            watcher.address().toString(),
                            WatcherInfo.Status.ACTIVE,
                            asked ? WatcherInfo.Event.APPROVED : WatcherInfo.Event.SUBSCRIBE,
                            "",
                            watcher.since().map(since -> positive(since, time)),
                            watcher.until()
                                    .filter(until -> until.isAfter(time))
                                    .map(until -> positive(time, until)));
            case PENDING -> plain(watcher, WatcherInfo.Status.PENDING, WatcherInfo.Event.SUBSCRIBE);
            case WAITING -> plain(watcher, WatcherInfo.Status.WAITING, WatcherInfo.Event.TIMEOUT);
        };
    }

    private static WatcherInfo.Watcher gone(Watcher watcher, boolean refused) {
        WatcherInfo.Event event =
                refused
                        ? WatcherInfo.Event.REJECTED
                        : watcher.standing() == Watcher.Standing.WAITING
                                ? WatcherInfo.Event.GIVEUP
                                : WatcherInfo.Event.TIMEOUT;
        return plain(watcher, WatcherInfo.Status.TERMINATED, event);
    }

    private static WatcherInfo.Watcher plain(
            Watcher watcher, WatcherInfo.Status status, WatcherInfo.Event event) {
        return new WatcherInfo.Watcher(
                id(watcher),
                watcher.address().toString(),
                status,
                event,
                "",
                Optional.empty(),
                Optional.empty());
    }

    /// The same however many others come and go, and on every node (RFC 3858 §4.1).
    private static String id(Watcher watcher) {
        byte[] uri = watcher.address().toString().getBytes(StandardCharsets.UTF_8);
        return "w" + UUID.nameUUIDFromBytes(uri);
    }

    private static Duration positive(Instant from, Instant to) {
        return from.isAfter(to) ? Duration.ZERO : Duration.between(from, to);
    }
}
