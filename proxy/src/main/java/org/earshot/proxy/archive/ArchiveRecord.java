package org.earshot.proxy.archive;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.db.Columns;

/// One row of the record.
///
/// Its hash is SHA-256 over the [Canonical] encoding of: `earshot-archive-record-1`, chain, number, previous hash, event id,
/// kind, time, retention class, fact commitment, content key, content digest, content commitment (empty where there is
/// none). So facts, salt and sealed content can go when their time is over, and the chain still proves the rest. No hash is
/// of plaintext alone: nobody who has guessed a text can confirm it from the record.
///
/// @param chain of one start of one node
/// @param number from 0, without gaps
/// @param happenedAt microseconds since 1970, UTC
/// @param factSalt 32 random bytes; empty when the facts have gone
/// @param facts encoded [Facts]; empty when they have gone
/// @param factCommitment SHA-256 of salt and facts
/// @param contentKey id of the day key that wraps the record's key
/// @param sealed wrapped key and ciphertext, see [ContentSealer]
/// @param contentDigest SHA-256 of `sealed`
/// @param contentCommitment SHA-256 of a salt inside `sealed`, the content's type and the content
/// @param previousHash of the record before; zeros for the first
/// @param parties addresses under which a search finds it; derived from the facts, not hashed
/// @param signature by the node's archive-sign key, of the hash; on the records that the archive writes about itself
record ArchiveRecord(
        UUID chain,
        long number,
        UUID eventId,
        String kind,
        long happenedAt,
        String retention,
        Optional<Bytes> factSalt,
        Optional<Bytes> facts,
        Bytes factCommitment,
        Optional<String> contentKey,
        Optional<Bytes> sealed,
        Optional<Bytes> contentDigest,
        Optional<Bytes> contentCommitment,
        Bytes previousHash,
        Bytes hash,
        List<String> parties,
        Optional<SignatureBy> signature) {
    static final Bytes NO_HASH = Bytes.of(new byte[32]);

    /// Kinds that the archive writes about itself. All are signed.
    static final String CHAIN_OPENED = "chain-opened",
            CHAIN_CLOSED = "chain-closed",
            RECOVERED = "recovered",
            LOSS = "loss";

    /// Kinds about what is kept and what went, see [Tombstone] and [PolicyEvent]. All are signed
    // too.
    static final String SHREDDED = "shredded",
            RETENTION_PROPOSED = "retention-proposed",
            RETENTION_SET = "retention-set",
            HOLD_PLACED = "hold-placed",
            HOLD_LIFT_PROPOSED = "hold-lift-proposed",
            HOLD_LIFTED = "hold-lifted";

    private static final Set<String> SIGNED =
            Set.of(
                    CHAIN_OPENED,
                    CHAIN_CLOSED,
                    RECOVERED,
                    LOSS,
                    SHREDDED,
                    RETENTION_PROPOSED,
                    RETENTION_SET,
                    HOLD_PLACED,
                    HOLD_LIFT_PROPOSED,
                    HOLD_LIFTED);

    /// A signature and the fingerprint of the key that made it.
    record SignatureBy(String signer, Bytes signature) {}

    ArchiveRecord {
        parties = List.copyOf(parties);
    }

    /// Whether records of a kind are signed; no others are, and these are never removed.
    static boolean isSigned(String kind) {
        return SIGNED.contains(kind);
    }

    /// The kinds of all records that are signed.
    static Set<String> signedKinds() {
        return SIGNED;
    }

    /// The day (UTC) on which it happened; empty for a time that no clock shows.
    Optional<LocalDate> day() {
        return day(happenedAt);
    }

    static Optional<LocalDate> day(long micros) {
        LocalDate day = Columns.instant(micros).atOffset(ZoneOffset.UTC).toLocalDate();
        return day.getYear() >= 1970 && day.getYear() <= 9998 ? Optional.of(day) : Optional.empty();
    }

    /// Whether all has gone that can go.
    boolean isRemoved() {
        return facts.isEmpty() && factSalt.isEmpty() && sealed.isEmpty() && parties.isEmpty();
    }

    /// What stays of it when the rest goes.
    ArchiveRecord removed() {
        return new ArchiveRecord(
                chain,
                number,
                eventId,
                kind,
                happenedAt,
                retention,
                Optional.empty(),
                Optional.empty(),
                factCommitment,
                contentKey,
                Optional.empty(),
                contentDigest,
                contentCommitment,
                previousHash,
                hash,
                List.of(),
                signature);
    }

    ArchivePosition position() {
        return new ArchivePosition(chain, number);
    }

    ArchiveRecord withParties(List<String> addresses) {
        return new ArchiveRecord(
                chain,
                number,
                eventId,
                kind,
                happenedAt,
                retention,
                factSalt,
                facts,
                factCommitment,
                contentKey,
                sealed,
                contentDigest,
                contentCommitment,
                previousHash,
                hash,
                addresses,
                signature);
    }

    /// What the hash has to be.
    Bytes computedHash() {
        return new Canonical()
                .text("earshot-archive-record-1")
                .uuid(chain)
                .number(number)
                .bytes(previousHash)
                .uuid(eventId)
                .text(kind)
                .number(happenedAt)
                .text(retention)
                .bytes(factCommitment)
                .text(contentKey.orElse(""))
                .bytes(contentDigest.orElse(Bytes.EMPTY))
                .bytes(contentCommitment.orElse(Bytes.EMPTY))
                .sha256();
    }

    /// What the fact commitment has to be.
    static Bytes commitment(Bytes salt, Bytes facts) {
        return new Canonical().text("earshot-archive-facts-1").bytes(salt).bytes(facts).sha256();
    }

    /// What a signature of a record signs.
    static byte[] signedText(Bytes hash) {
        return new Canonical().text("earshot-archive-signed-record-1").bytes(hash).array();
    }
}
