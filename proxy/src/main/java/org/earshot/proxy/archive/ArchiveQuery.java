package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.earshot.common.db.Columns;

/// What to look for.
///
/// @param address somebody whom the events concern, `sip:name@domain`; empty: anybody
/// @param from the first instant
/// @param until the instant after the last
/// @param kind of the events, such as `message-received`; empty: any
/// @param before only what comes after this place in the answer, which goes back in time
/// @param limit how many at most, the latest first
public record ArchiveQuery(
        Optional<String> address,
        Instant from,
        Instant until,
        Optional<String> kind,
        Optional<Place> before,
        int limit) {
    /// Before the first event.
    public static final Instant BEGINNING = Instant.EPOCH;

    /// After the last one.
    public static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /// Any kind, the first page.
    public ArchiveQuery(Optional<String> address, Instant from, Instant until, int limit) {
        this(address, from, until, Optional.empty(), Optional.empty(), limit);
    }

    /// A page of all events of a kind, whomever they concern and whenever they were.
    public static ArchiveQuery ofKind(String kind, Optional<Place> before, int limit) {
        return new ArchiveQuery(Optional.empty(), BEGINNING, END, Optional.of(kind), before, limit);
    }

    /// The latest events, of one address or of all.
    public static ArchiveQuery latest(Optional<String> address, int limit) {
        return new ArchiveQuery(address, BEGINNING, END, limit);
    }

    /// Where an event stands among all, by time; two of the same microsecond by chain and number.
    ///
    /// @param happenedAt microseconds since 1970, UTC
    public record Place(long happenedAt, ArchivePosition position) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::happenedAt)
                        .thenComparing(
                                place -> Columns.bytes(place.position().chain()),
                                Arrays::compareUnsigned)
                        .thenComparingLong(place -> place.position().number());

        /// Of an event.
        public static Place of(ArchivedEvent event) {
            return new Place(Columns.micros(event.at()), event.position());
        }

        static Place of(ArchiveRecord row) {
            return new Place(row.happenedAt(), row.position());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
