package org.earshot.proxy.archive;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What of the record's tables decides what is kept, and lets the rest go. Times are microseconds since 1970, UTC. Thread-safe.
/// Each method may throw [org.earshot.common.db.StoreUnavailableException].
public interface RetentionTables {

    /// A record that has not gone, without its content.
    ///
    /// @param facts encoded
    /// @param contentKey id of the day key of its content
    /// @param whole whether it is as it was written, as far as the row and the one behind it show: whoever changes its class or its
    ///     time in the database must not have it shredded
    record Row(
            ArchivePosition position,
            UUID eventId,
            String kind,
            long happenedAt,
            String retention,
            Bytes facts,
            Optional<String> contentKey,
            boolean whole) {

        /// @param row that has not gone
        static Row of(ArchiveRecord row, Optional<Bytes> previousOfNext) {
            Bytes facts = row.facts().orElse(Bytes.EMPTY);
            boolean whole =
                    row.hash().equals(row.computedHash())
                            && row.factCommitment()
                                    .equals(
                                            ArchiveRecord.commitment(
                                                    row.factSalt().orElse(Bytes.EMPTY), facts))
                            && previousOfNext.filter(hash -> !hash.equals(row.hash())).isEmpty();
            return new Row(
                    row.position(),
                    row.eventId(),
                    row.kind(),
                    row.happenedAt(),
                    row.retention(),
                    facts,
                    row.contentKey(),
                    whole);
        }

        ArchiveQuery.Place place() {
            return new ArchiveQuery.Place(happenedAt, position);
        }
    }

    /// The key of a record on hold.
    ///
    /// @param key id of the hold's key
    /// @param wrapped the record's key, sealed with that
    record HoldKey(ArchivePosition position, String key, Bytes wrapped) {}

    /// How the shredding stands.
    ///
    /// @param calendarDay see [ShreddingCalendar]; days since 1970; 0: it has not begun
    /// @param shreddedAt 0: never
    /// @param compactedAt 0: never
    record State(long calendarDay, long shreddedAt, long compactedAt) {}

    /// A node's copy of a key of a day that is over.
    record KeyCopy(String signer, String key) {}

    /// The signed records of some kinds, by time.
    List<ArchiveRecord> signedRecords(List<String> kinds);

    /// When the first record of a class happened that has not gone, in a time; signed ones are none.
    Optional<Long> earliest(String retention, long from, long until);

    /// Records of a class that have not gone, by time, chain and number; signed ones are none.
    List<Row> rows(
            String retention, long from, long until, Optional<ArchiveQuery.Place> after, int limit);

    /// Records that have not gone and concern an address, by time, chain and number.
    List<Row> concerning(
            String address, long from, long until, Optional<ArchiveQuery.Place> after, int limit);

    /// Removes what can go of records, all or nothing: facts, salts, contents, search entries, keys under holds.
    void remove(List<ArchivePosition> positions);

    /// Records with content that was sealed with a day key, and which no hold's key wraps.
    ///
    /// @param from of that day, and until
    List<ArchiveRecord> sealedWith(String contentKey, long from, long until, int limit);

    /// Keeps keys under holds; one that there is stays.
    void keep(List<HoldKey> keys);

    /// The key of a record under a hold.
    Optional<HoldKey> holdKey(ArchivePosition position);

    /// Whether a hold's key still wraps something.
    boolean isHoldKeyUsed(String key);

    /// Takes the shredding for one node, for a while. Whoever seems to have it for much longer than that had a wrong clock, and has
    /// it no more.
    ///
    /// @return false if another one has it
    boolean take(String holder, long now, long until);

    /// How it stands.
    State state();

    /// Moves the calendar.
    void calendarAt(long day);

    /// Notes that something was shredded.
    void shreddedAt(long time);

    /// Notes that the database's files were compacted.
    void compactedAt(long time);

    /// All copies of keys that nodes still have to destroy.
    List<KeyCopy> keyCopies();

    /// Says which keys of days that are over a node has; all others of it have gone.
    void keyCopies(String signer, List<String> keys);
}
