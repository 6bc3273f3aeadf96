package org.earshot.proxy.archive;

import javax.crypto.SecretKey;

/// The key of one retention class and day (UTC). Does not print.
///
/// @param id 1–64 characters, such as `message.2026-11-23.5f0c…`
/// @param key 256 bits, for AES-GCM
public record DayKey(String id, SecretKey key) {
    @Override
    public String toString() {
        return "DayKey[" + id + "]";
    }
}
