package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// How far the chains of this node have come, kept outside the database: who can rewrite the one can't rewrite the other.
/// Written by the archive's thread alone.
public interface AnchorJournal extends AutoCloseable {

    /// How far a chain had come.
    ///
    /// @param madeAt microseconds since 1970, UTC
    record Anchor(long number, Bytes hash, long madeAt) {}

    /// What the journal says of one chain.
    ///
    /// @param begun false if its beginning never came to the disk, or was lost; then there are no heads either
    /// @param heads in order; empty when the chain was begun and never written
    /// @param checkpoints their hashes by sequence number
    /// @param ended whether it was closed, or recovered by a later chain
    record ChainAnchors(
            UUID chain,
            boolean begun,
            List<Anchor> heads,
            Map<Long, Bytes> checkpoints,
            boolean ended) {
        public ChainAnchors {
            heads = List.copyOf(heads);
            checkpoints = Map.copyOf(checkpoints);
        }
    }

    /// A chain is going to be opened.
    void begin(UUID chain) throws IOException;

    /// Its records up to this one are committed. On stable storage when this returns, like the rest.
    void head(UUID chain, Anchor anchor) throws IOException;

    /// A checkpoint is committed.
    void checkpoint(UUID chain, long sequence, Bytes hash) throws IOException;

    /// Nothing more comes in this chain.
    ///
    /// @param how `closed`, or `recovered` by a later chain
    void end(UUID chain, String how) throws IOException;

    /// All that is known, also of earlier starts.
    List<ChainAnchors> read() throws IOException;

    @Override
    void close() throws IOException;

    /// None, for an archive that ends with the process.
    static AnchorJournal none() {
        return new AnchorJournal() {
            @Override
            public void begin(UUID chain) {}

            @Override
            public void head(UUID chain, Anchor anchor) {}

            @Override
            public void checkpoint(UUID chain, long sequence, Bytes hash) {}

            @Override
            public void end(UUID chain, String how) {}

            @Override
            public List<ChainAnchors> read() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
