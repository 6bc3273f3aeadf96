package org.earshot.proxy.archive;

import java.security.PublicKey;
import java.time.LocalDate;
import java.util.Optional;

/// The keys of the archive, all of them outside the database. Thread-safe.
public interface ArchiveKeys {

    /// The key that wraps the keys of today's records of one retention class; on stable storage when this returns.
    DayKey current(RetentionClass retention, LocalDate day);

    /// A key by its id; empty when it has been destroyed, or is on another node.
    Optional<DayKey> find(String id);

    /// Which key this node signs with: SHA-256 of the public key (SubjectPublicKeyInfo), 64 hex digits.
    String signer();

    /// The public half of it.
    PublicKey publicKey();

    /// Ed25519 (RFC 8032).
    byte[] sign(byte[] message);
}
