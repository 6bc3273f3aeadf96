package org.earshot.server.people;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// Links until the process ends. Thread-safe.
public final class InMemoryLinkTable implements LinkTable {
    private final Map<ByteBuffer, Link> links = new HashMap<>();

    @Override
    public synchronized void add(Link link, byte[] secretHash) {
        links.put(ByteBuffer.wrap(secretHash.clone()), link);
    }

    @Override
    public synchronized Optional<Link> find(byte[] secretHash) {
        return Optional.ofNullable(links.get(ByteBuffer.wrap(secretHash)));
    }

    @Override
    public synchronized Optional<Link> find(UUID id) {
        return links.values().stream().filter(link -> link.id().equals(id)).findFirst();
    }

    @Override
    public synchronized List<Link> list(Link.Purpose purpose) {
        return links.values().stream()
                .filter(link -> link.purpose() == purpose)
                .sorted(Comparator.comparing(Link::createdAt).reversed().thenComparing(Link::id))
                .toList();
    }

    @Override
    public synchronized boolean take(UUID id, Instant now) {
        Optional<Link> good = find(id).filter(link -> link.isGood(now));
        good.ifPresent(link -> put(with(link, Optional.of(now), link.usedBy(), link.tries())));
        return good.isPresent();
    }

    @Override
    public synchronized void giveBack(UUID id, int most) {
        find(id).ifPresent(link ->
                put(
                        with(
                                link,
                                link.tries() + 1 < most ? Optional.empty() : link.usedAt(),
                                link.usedBy(),
                                link.tries() + 1)));
    }

    @Override
    public synchronized void usedBy(UUID id, String name) {
        find(id).ifPresent(link -> put(with(link, link.usedAt(), name, link.tries())));
    }

    private void put(Link changed) {
        links.replaceAll((_, link) -> link.id().equals(changed.id()) ? changed : link);
    }

    private static Link with(Link link, Optional<Instant> usedAt, String usedBy, int tries) {
        return new Link(
                link.id(),
                link.purpose(),
                link.name(),
                link.createdAt(),
                link.createdBy(),
                link.expiresAt(),
                usedAt,
                usedBy,
                tries,
                link.detail());
    }

    @Override
    public synchronized boolean remove(UUID id) {
        return removeAll(link -> link.id().equals(id) && link.usedAt().isEmpty()) > 0;
    }

    @Override
    public synchronized void removeAll(Link.Purpose purpose, String name) {
        removeAll(link -> link.purpose() == purpose && link.name().equals(name));
    }

    @Override
    public synchronized int removeExpired(Instant before) {
        return removeAll(link -> link.expiresAt().isBefore(before));
    }

    private int removeAll(Predicate<Link> which) {
        int had = links.size();
        links.values().removeIf(which);
        return had - links.size();
    }
}
