package org.earshot.softphone.media.srtp;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes as vectors print them.
final class Hex {

    private Hex() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String text(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    /// The bytes with room behind them.
    static byte[] roomy(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 64);
    }
}
