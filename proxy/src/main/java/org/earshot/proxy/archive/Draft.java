package org.earshot.proxy.archive;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Columns;

/// A record before it has its place in a chain. Made on the caller's thread, so that sealing runs beside the writing.
record Draft(
        UUID eventId,
        String kind,
        long happenedAt,
        String retention,
        Bytes factSalt,
        Bytes facts,
        List<String> parties,
        Optional<ContentSealer.Sealed> content,
        boolean signed) {
    /// Facts of one event at most, encoded: 256 KiB.
    static final int FACT_LIMIT = 256 << 10;

    /// @throws IllegalArgumentException if it is too large
    static Draft of(ArchiveEvent event, ContentSealer sealer, SecureRandom random) {
        return of(event, event.retention(), sealer, random);
    }

    /// @param retention for how long it is kept, as policy is now
    /// @throws IllegalArgumentException if it is too large
    static Draft of(
            ArchiveEvent event,
            RetentionClass retention,
            ContentSealer sealer,
            SecureRandom random) {
        EventFacts parts = EventFacts.of(event);
        boolean signed = ArchiveRecord.isSigned(parts.kind());
        return of(
                event.id(),
                parts.kind(),
                event.at(),
                signed ? RetentionClass.ARCHIVE : retention,
                parts.facts(),
                parts.content().map(content -> sealer.seal(content, event, retention)),
                signed,
                random);
    }

    /// A record that the archive writes about itself.
    static Draft signed(String kind, Instant at, Facts facts, SecureRandom random) {
        return of(
                UUID.randomUUID(),
                kind,
                at,
                RetentionClass.ARCHIVE,
                facts,
                Optional.empty(),
                true,
                random);
    }

    private static Draft of(
            UUID id,
            String kind,
            Instant at,
            RetentionClass retention,
            Facts facts,
            Optional<ContentSealer.Sealed> content,
            boolean signed,
            SecureRandom random) {
        List<String> parties = EventFacts.parties(facts);
        byte[] encoded = facts.encode();
        if (encoded.length > FACT_LIMIT) {
            throw new IllegalArgumentException("facts of " + encoded.length + " bytes");
        }
        for (String party : parties) {
            if (party.getBytes(StandardCharsets.UTF_8).length > Archive.ADDRESS_LIMIT) {
                throw new IllegalArgumentException(
                        "an address of " + party.length() + " characters");
            }
        }
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        return new Draft(
                id,
                kind,
                Columns.micros(at),
                retention.name(),
                Bytes.of(salt),
                Bytes.of(encoded),
                parties,
                content,
                signed);
    }

    /// About how many bytes it needs.
    int size() {
        return facts.length() + content.map(sealed -> sealed.sealed().length()).orElse(0) + 512;
    }

    /// The record that comes after another one.
    ArchiveRecord after(UUID chain, long number, Bytes previousHash, ArchiveKeys keys) {
        ArchiveRecord unhashed =
                new ArchiveRecord(
                        chain,
                        number,
                        eventId,
                        kind,
                        happenedAt,
                        retention,
                        Optional.of(factSalt),
                        Optional.of(facts),
                        ArchiveRecord.commitment(factSalt, facts),
                        content.map(ContentSealer.Sealed::key),
                        content.map(ContentSealer.Sealed::sealed),
                        content.map(sealed -> Canonical.sha256(sealed.sealed().array())),
                        content.map(ContentSealer.Sealed::commitment),
                        previousHash,
                        ArchiveRecord.NO_HASH,
                        parties,
                        Optional.empty());
        Bytes hash = unhashed.computedHash();
        return new ArchiveRecord(
                chain,
                number,
                eventId,
                kind,
                happenedAt,
                retention,
                unhashed.factSalt(),
                unhashed.facts(),
                unhashed.factCommitment(),
                unhashed.contentKey(),
                unhashed.sealed(),
                unhashed.contentDigest(),
                unhashed.contentCommitment(),
                previousHash,
                hash,
                parties,
                signed
                        ? Optional.of(
                                new ArchiveRecord.SignatureBy(
                                        keys.signer(),
                                        Bytes.of(keys.sign(ArchiveRecord.signedText(hash)))))
                        : Optional.empty());
    }
}
