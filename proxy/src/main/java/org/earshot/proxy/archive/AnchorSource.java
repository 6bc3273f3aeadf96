package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.List;

/// Where the anchor journals of the nodes are read, each time anew.
@FunctionalInterface
public interface AnchorSource {

    /// @return may be empty
    /// @throws IOException if they can't be read, or are damaged
    List<AnchorJournal.ChainAnchors> read() throws IOException;
}
