package org.earshot.common.testdata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.common.mime.MalformedPayloadException;

/// Feeds a parser of a body what nobody should send: every beginning of good bodies, damaged ones, random bytes. By a
/// seed, so that a failure can be repeated.
public final class HostileInput {
    private static final byte[] NASTY =
            "\0\r\n \t\"'<>&;:,=/\\-.!?#()[]{}%@09aZ\u00FF\u00C3\u00ED\u00F0".getBytes(ISO_8859_1);

    private final Parser parser;
    private final Random random;

    /// Reads a body and writes it again.
    @FunctionalInterface
    public interface Parser {
        byte[] rewritten(byte[] body) throws MalformedPayloadException;
    }

    private HostileInput(Parser parser, long seed) {
        this.parser = parser;
        this.random = new Random(seed);
    }

    /// Fails unless the parser takes all the good bodies, throws nothing but [MalformedPayloadException] at the rest,
    /// and whatever it takes can be written, read again, and written with the same bytes.
    public static void check(Parser parser, long seed, List<byte[]> good) {
        HostileInput input = new HostileInput(parser, seed);
        for (byte[] body : good) {
            assertThat(input.isTaken(body)).as(show(body)).isTrue();
            for (int length = 0; length < body.length; length++) {
                input.isTaken(Arrays.copyOf(body, length));
            }
        }
        for (int i = 0; i < 1000; i++) {
            input.isTaken(input.damaged(good.get(i % good.size())));
        }
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[input.random.nextInt(200)];
            input.random.nextBytes(noise);
            input.isTaken(noise);
        }
    }

    private boolean isTaken(byte[] body) {
        byte[] once;
        try {
            once = parser.rewritten(body);
        } catch (MalformedPayloadException e) {
            return false;
        } catch (RuntimeException | Error e) {
            return fail("threw " + e + " at " + show(body), e);
        }
        try {
            assertThat(show(parser.rewritten(once))).as(show(body)).isEqualTo(show(once));
            return true;
        } catch (MalformedPayloadException e) {
            return fail("wrote what it does not read: " + show(once) + " from " + show(body), e);
        }
    }

    private byte[] damaged(byte[] good) {
        byte[] body = good;
        for (int i = random.nextInt(4); i >= 0 && body.length > 0; i--) {
            body = damagedOnce(body);
        }
        return body;
    }

    private byte[] damagedOnce(byte[] body) {
        int at = random.nextInt(body.length);
        int to = Math.min(body.length, at + 1 + random.nextInt(12));
        return switch (random.nextInt(4)) {
            case 0 -> replaced(body, at, at + 1, nasty(1));
            case 1 -> replaced(body, at, at, nasty(1 + random.nextInt(3)));
            case 2 -> replaced(body, at, to, new byte[0]);
            default -> replaced(body, at, at, Arrays.copyOfRange(body, at, to));
        };
    }

    private byte[] nasty(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = NASTY[random.nextInt(NASTY.length)];
        }
        return bytes;
    }

    private static byte[] replaced(byte[] body, int from, int to, byte[] with) {
        byte[] result = new byte[body.length - (to - from) + with.length];
        System.arraycopy(body, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(body, to, result, from + with.length, body.length - to);
        return result;
    }

    private static String show(byte[] body) {
        return new String(body, ISO_8859_1);
    }
}
