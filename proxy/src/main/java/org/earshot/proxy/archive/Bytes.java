package org.earshot.proxy.archive;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes as a value: nobody can change them, and equal bytes are equal. Prints no more than their beginning.
public final class Bytes {
    static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of these.
    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /// Reads what [#hex] wrote.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /// A copy.
    public byte[] array() {
        return bytes.clone();
    }

    /// How many.
    public int length() {
        return bytes.length;
    }

    /// Two lower-case digits for each.
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex().substring(0, Math.min(16, 2 * bytes.length)) + "…(" + bytes.length + ")";
    }
}
