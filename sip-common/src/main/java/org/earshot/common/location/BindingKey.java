package org.earshot.common.location;

import java.util.Arrays;
import java.util.HexFormat;

/// Which binding of an address-of-record this is: 32 bytes, SHA-256 of the canonical contact URI, or of
/// instance-id and reg-id where the phone gave both (RFC 5626 §6).
public final class BindingKey {
    private final byte[] bytes;

    public BindingKey(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a binding key has 32 bytes");
        }
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BindingKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
