package org.earshot.common.stack;

import java.util.Random;

/// Damages bytes, by a seed, so that a failure can be repeated.
final class Mutations {
    private static final byte[] NASTY = {
        0,
        '\r',
        '\n',
        ' ',
        '\t',
        '"',
        '<',
        '>',
        ';',
        ',',
        ':',
        '@',
        '%',
        '\\',
        '[',
        ']',
        '?',
        '=',
        '9',
        (byte) 0xFF,
        (byte) 0xC3
    };

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /// A copy with one to four bytes changed, inserted, removed or repeated.
    byte[] damage(byte[] original) {
        byte[] bytes = original;
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && bytes.length > 1; i++) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        byte nasty = NASTY[random.nextInt(NASTY.length)];
        return switch (random.nextInt(4)) {
            case 0 -> replaced(bytes, at, at + 1, new byte[] {nasty});
            case 1 -> replaced(bytes, at, at, new byte[] {nasty});
            case 2 -> {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
                yield replaced(bytes, at, to, new byte[0]);
            }
            default -> {
                byte[] many = new byte[1 + random.nextInt(300)];
                java.util.Arrays.fill(many, nasty);
                yield replaced(bytes, at, at, many);
            }
        };
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        byte[] result = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
        return result;
    }
}
