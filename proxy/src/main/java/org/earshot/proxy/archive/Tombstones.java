package org.earshot.proxy.archive;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Whether records that have gone were to go, by what signed records say. Confined to its thread; first all statements are
/// given, then it is asked.
final class Tombstones {
    private final Map<UUID, NavigableMap<Long, List<Entry>>> spans = new HashMap<>();
    private final NavigableMap<ArchiveQuery.Place, Extension> decisions = new TreeMap<>();
    private List<Extension> extensions = List.of();

    /// One span of a tombstone.
    private record Entry(long last, Tombstone stone, long at) {}

    /// Takes what a signed record says.
    ///
    /// @throws IllegalArgumentException if it can't be read
    void take(ArchiveRecord row, Facts facts) {
        take(row.kind(), ArchiveQuery.Place.of(row), facts);
    }

    /// @param place where it stands: two nodes that decided at once gave one number, and the earlier one comes first
    void take(String kind, ArchiveQuery.Place place, Facts facts) {
        long at = place.happenedAt();
        if (kind.equals(ArchiveRecord.SHREDDED)) {
            Tombstone stone = Tombstone.of(facts);
            for (Tombstone.Span span : stone.spans()) {
                spans.computeIfAbsent(span.chain(), _ -> new TreeMap<>())
                        .computeIfAbsent(span.first(), _ -> new ArrayList<>())
                        .add(new Entry(span.last(), stone, at));
            }
        } else if (kind.equals(ArchiveRecord.RETENTION_SET)) {
            Extension.of(at, facts)
                    .ifPresent(decision -> {
                        decisions.put(place, decision);
                        extensions =
                                decisions.values().stream()
                                        .sorted(Comparator.comparingLong(Extension::sequence))
                                        .toList(); // stable: the rest is by place
                    });
        }
    }

    /// What is wrong with a record that has gone; empty if nothing is.
    Optional<String> problem(ArchiveRecord row) {
        if (ArchiveRecord.isSigned(row.kind())
                || row.contentKey().isPresent() != row.contentDigest().isPresent()) {
            return Optional.of("has lost its facts");
        }
        boolean early = false;
        NavigableMap<Long, List<Entry>> ofChain = spans.getOrDefault(row.chain(), new TreeMap<>());
        for (List<Entry> entries : ofChain.headMap(row.number(), true).descendingMap().values()) {
            for (Entry entry : entries) {
                if (entry.last() >= row.number() && isOf(entry.stone(), row)) {
                    if (isOver(entry, row)) {
                        return Optional.empty();
                    }
                    early = true;
                }
            }
        }
        return Optional.of(early ? "was removed before its time" : "has lost its facts");
    }

    private static boolean isOf(Tombstone stone, ArchiveRecord row) {
        return stone.retention().equals(row.retention())
                && Optional.of(stone.day()).equals(row.day());
    }

    private boolean isOver(Entry entry, ArchiveRecord row) {
        if (!RetentionClass.isName(row.retention())) {
            return false;
        }
        LocalDate last = lastDay(row.retention(), row.happenedAt(), entry.at());
        return ArchiveRecord.day(entry.at()).filter(day -> day.isAfter(last)).isPresent();
    }

    /// The last day on which a record has to be there, by all that was decided.
    LocalDate lastDay(String retention, long happenedAt) {
        return lastDay(retention, happenedAt, Long.MAX_VALUE);
    }

    private LocalDate lastDay(String retention, long happenedAt, long until) {
        return Extension.lastDay(new RetentionClass(retention), happenedAt, extensions, until);
    }
}
