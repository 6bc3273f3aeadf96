package org.earshot.common.login;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/// Codes by time (RFC 6238) of six digits, HMAC-SHA-1 and steps of 30 s: what every authenticator app can do. Pure.
final class Totp {
    /// Of a secret, in bytes: as RFC 4226 §4 recommends.
    static final int SECRET = 20;

    static final Duration STEP = Duration.ofSeconds(30);

    /// How many steps a phone's clock may differ, to either side (RFC 6238 §5.2).
    private static final int DRIFT = 1;

    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /// Which step an instant is in.
    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /// The code of a step (RFC 4226 §5.3).
    static String code(byte[] secret, long step) {
        return "%06d".formatted(truncated(secret, step) % MODULUS);
    }

    static int truncated(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            return ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xF) & 0x7FFF_FFFF;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    /// The step whose code this is, of those that may serve now and were not used.
    ///
    /// @param lastStep of the last code that was accepted
    static OptionalLong accepted(byte[] secret, String code, Instant now, long lastStep) {
        long middle = step(now);
        OptionalLong found = OptionalLong.empty();
        for (long step = middle - DRIFT; step <= middle + DRIFT; step++) {
            boolean same =
                    MessageDigest.isEqual(
                            code(secret, step).getBytes(StandardCharsets.US_ASCII),
                            code.getBytes(StandardCharsets.UTF_8));
            if (same && step > lastStep && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /// What an authenticator app takes, also as a QR code; it holds the secret.
    static String uri(String domain, String name, byte[] secret) {
        String issuer = encoded("Earshot " + domain);
        return "otpauth://totp/"
                + issuer
                + ":"
                + encoded(name)
                + "?secret="
                + Base32.toBase32String(secret).toUpperCase(Locale.ROOT).replace("=", "")
                + "&issuer="
                + issuer
                + "&algorithm=SHA1&digits=6&period="
                + STEP.toSeconds();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
