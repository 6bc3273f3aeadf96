package org.earshot.proxy.archive.search;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Where words are. Thread-safe. Each method may throw [org.earshot.common.db.StoreUnavailableException].
public interface WordTable {

    /// How far a chain has been read.
    ///
    /// @param chain its number in this table
    /// @param next the first record that has not been read
    /// @param complete whether there will be none
    record Progress(int chain, long next, boolean complete) {}

    /// That a record has a word.
    ///
    /// @param key number of the key, see [#key]
    record Row(int key, long token, Posting posting) {}

    /// Where the chains stand that the table knows.
    Map<UUID, Progress> progress();

    /// Makes a chain known, from its record 0 on, if it is not yet.
    Progress begin(UUID chain);

    /// Says that a chain has ended where it stands, if it still stands there.
    void complete(Progress progress);

    /// The keys that there are rows of: number by id.
    Map<String, Integer> keys();

    /// The number of a key, which it gets if it has none.
    int key(String id);

    /// Adds rows, and moves a chain on, in one commit.
    ///
    /// @param from where the chain has to stand
    /// @param to where it stands then
    /// @return false if it does not stand there: somebody else was faster, and nothing was added
    boolean add(int chain, long from, long to, List<Row> rows);

    /// Removes rows; those that are not there are passed over.
    void remove(List<Row> rows);

    /// Records with a word, in the order of a direction.
    ///
    /// @param from the first that may be among them
    List<Posting> postings(int key, long token, Direction direction, Posting from, int limit);

    /// Removes all rows of a key, and the key.
    void forget(int key);
}
