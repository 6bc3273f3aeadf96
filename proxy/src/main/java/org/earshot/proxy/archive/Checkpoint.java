package org.earshot.proxy.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A signed statement of how far the open chains had come. Written by the node of one chain, with its records.
///
/// @param chain whose node wrote it
/// @param sequence from 0, without gaps
/// @param madeAt microseconds since 1970, UTC
/// @param previousHash of the checkpoint before; zeros for the first
/// @param heads of this chain, and of the other open ones as the database showed them
/// @param body what is hashed and signed: the [Canonical] encoding of `earshot-archive-checkpoint-1`, chain, sequence, time,
///     previous hash, number of heads, and of each chain, number, hash
record Checkpoint(
        UUID chain,
        long sequence,
        long madeAt,
        Bytes previousHash,
        List<Head> heads,
        Bytes body,
        ArchiveRecord.SignatureBy signature) {
    private static final String FORMAT = "earshot-archive-checkpoint-1";

    /// How far a chain has come.
    record Head(UUID chain, long number, Bytes hash) {}

    static Checkpoint of(
            UUID chain,
            Optional<Checkpoint> previous,
            long madeAt,
            List<Head> heads,
            ArchiveKeys keys) {
        long sequence = previous.map(before -> before.sequence() + 1).orElse(0L);
        Bytes previousHash = previous.map(Checkpoint::hash).orElse(ArchiveRecord.NO_HASH);
        Canonical body =
                new Canonical()
                        .text(FORMAT)
                        .uuid(chain)
                        .number(sequence)
                        .number(madeAt)
                        .bytes(previousHash)
                        .number(heads.size());
        heads.forEach(head -> body.uuid(head.chain()).number(head.number()).bytes(head.hash()));
        return new Checkpoint(
                chain,
                sequence,
                madeAt,
                previousHash,
                List.copyOf(heads),
                body.toBytes(),
                new ArchiveRecord.SignatureBy(keys.signer(), Bytes.of(keys.sign(body.array()))));
    }

    /// Reads one from its row.
    ///
    /// @throws IllegalArgumentException if the body is not one
    static Checkpoint read(Bytes body, ArchiveRecord.SignatureBy signature) {
        CanonicalReader in = new CanonicalReader(body.array());
        if (!in.text().equals(FORMAT)) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        UUID chain = in.uuid();
        long sequence = in.number();
        long madeAt = in.number();
        Bytes previousHash = Bytes.of(in.bytes());
        long count = in.count();
        List<Head> heads = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            heads.add(new Head(in.uuid(), in.number(), Bytes.of(in.bytes())));
        }
        in.end();
        return new Checkpoint(
                chain, sequence, madeAt, previousHash, List.copyOf(heads), body, signature);
    }

    Bytes hash() {
        return Canonical.sha256(body.array());
    }
}
