package org.earshot.proxy.archive;

import java.security.PublicKey;
import java.time.LocalDate;
import java.util.Optional;

/// Signs as one node and has the content keys of another.
public record SplitKeys(ArchiveKeys signing, ArchiveKeys content) implements ArchiveKeys {
    @Override
    public DayKey current(RetentionClass retention, LocalDate day) {
        return content.current(retention, day);
    }

    @Override
    public Optional<DayKey> find(String id) {
        return content.find(id);
    }

    @Override
    public String signer() {
        return signing.signer();
    }

    @Override
    public PublicKey publicKey() {
        return signing.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return signing.sign(message);
    }
}
