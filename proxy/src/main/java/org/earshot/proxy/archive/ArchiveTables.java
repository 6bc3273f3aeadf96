package org.earshot.proxy.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/// Where records are kept. Rows are only added. Thread-safe. Each method may throw
/// [org.earshot.common.db.StoreUnavailableException].
public interface ArchiveTables {

    /// A chain that the tables list.
    ///
    /// @param signer fingerprint of its node's key
    /// @param node its node's name
    /// @param openedAt microseconds since 1970, UTC
    /// @param ended whether it was closed, or recovered by a later one
    record Chain(UUID chain, String signer, String node, long openedAt, boolean ended) {}

    /// What is added in one commit.
    ///
    /// @param opened the chain that its first record opens
    /// @param records of one chain, in order
    /// @param checkpoint that covers them
    /// @param ended chains that end with it
    /// @param companions what else happens in it, before all that
    record Addition(
            Optional<Chain> opened,
            List<ArchiveRecord> records,
            Optional<Checkpoint> checkpoint,
            List<UUID> ended,
            List<Companion> companions) {}

    /// Adds all of it or nothing, and returns when it is on stable storage.
    ///
    /// @throws org.earshot.common.db.DatabaseException if a row is there already, or does not fit
    /// @throws CompanionRefusedException if a companion must not happen
    void add(Addition addition);

    /// All chains, listed or with records, the first opened first. Takes the longer the more records there are.
    List<Chain> chains();

    /// The listed chains that are not ended, the first opened first.
    List<UUID> openChains();

    /// Records of a chain in order, from a number on, without their parties.
    List<ArchiveRecord> records(UUID chain, long from, int limit);

    /// The same with their parties as the search's entries have them: for the verifier. "" is among them where an entry is
    /// missing, or has not its record's time. Where the entries are still to be made, those that the facts give.
    List<ArchiveRecord> recordsWithParties(UUID chain, long from, int limit);

    /// Those of some records of a chain that there are, in order, without their parties.
    ///
    /// @param numbers at most a few hundred
    List<ArchiveRecord> records(UUID chain, List<Long> numbers);

    /// Those of these records that there are, in the order of the positions, without their parties.
    ///
    /// @param positions at most a few hundred of a chain
    default List<ArchiveRecord> at(List<ArchivePosition> positions) {
        Map<UUID, TreeSet<Long>> numbers = new HashMap<>();
        positions.forEach(position ->
                numbers.computeIfAbsent(position.chain(), _ -> new TreeSet<>())
                        .add(position.number()));
        Map<ArchivePosition, ArchiveRecord> found = new HashMap<>();
        numbers.forEach((chain, of) ->
                records(chain, List.copyOf(of)).forEach(row -> found.put(row.position(), row)));
        return positions.stream().filter(found::containsKey).map(found::get).toList();
    }

    /// The listed chains, the first opened first. Takes no longer the more records there are.
    List<Chain> listedChains();

    /// The number of the last record of a chain; -1 for one without any.
    default long lastNumber(UUID chain) {
        return last(chain).map(ArchiveRecord::number).orElse(-1L);
    }

    /// The last record of a chain.
    Optional<ArchiveRecord> last(UUID chain);

    /// All records of the kinds that the archive signs, of all chains.
    List<ArchiveRecord> signedRecords();

    /// The checkpoints of a chain, in order.
    List<Checkpoint> checkpoints(UUID chain);

    /// Makes the search's entries of what a node has written. A search does so itself, for all nodes: it is the quicker
    /// the oftener this is called.
    ///
    /// @param signer fingerprint of the node's key
    void catchUp(String signer);

    /// What a query finds, the latest first.
    List<ArchiveRecord> search(ArchiveQuery query);
}
