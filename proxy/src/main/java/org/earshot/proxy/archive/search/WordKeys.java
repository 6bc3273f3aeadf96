package org.earshot.proxy.archive.search;

import java.time.YearMonth;
import java.util.List;

/// The keys of the words, all of them outside the database. Thread-safe.
public interface WordKeys {

    /// The key for new words of a retention class and month; on stable storage when this returns.
    ///
    /// @param retention name of the class
    WordKey current(String retention, YearMonth month);

    /// All keys that there are here. Nodes that don't share their keys' directory have different ones, and two that do may have made
    /// one each.
    List<WordKey> all();

    /// Destroys a key for ever: nothing is found any more by words that it made tokens of.
    void destroy(String id);
}
