package org.earshot.common.relay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What our server and a TURN server both know, so that the latter can tell whom the former has let in, without asking it:
/// coturn's `use-auth-secret` with `static-auth-secret` (draft-uberti-behave-turn-rest). Immutable; printed nowhere.
public final class RelaySecret {
    /// Each user of the domain gets an HMAC by it and could try words at home until one fits: a secret that people make up is found.
    private static final int SHORTEST = 20;

    private static final int LONGEST = 255; // coturn's limit
    private static final String HMAC = "HmacSHA1"; // what the scheme prescribes

    private final SecretKeySpec key;

    private RelaySecret(SecretKeySpec key) {
        this.key = key;
    }

    /// @param text as it stands behind `static-auth-secret=`
    /// @throws IllegalArgumentException with a sentence that does not repeat it
    public static RelaySecret of(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the secret has "
                            + SHORTEST
                            + " to "
                            + LONGEST
                            + " characters, such as those of openssl rand -hex 32");
        }
        // what coturn would read as something else in its file
        if (!text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"') || text.startsWith("=")) {
            throw new IllegalArgumentException(
                    "the secret is one line of printable ASCII without blanks and quotes, and does not begin with =");
        }
        return new RelaySecret(new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), HMAC));
    }

    /// A credential by which the TURN server lets somebody in until a point in time, and by whose user name its log says who that is.
    ///
    /// @param account of `user@domain`
    /// @param expiresAt whole seconds count
    public RelayCredential credential(String account, Instant expiresAt) {
        String username = expiresAt.getEpochSecond() + ":" + account;
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            byte[] sum = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
            return new RelayCredential(
                    username, Base64.getEncoder().encodeToString(sum), expiresAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "RelaySecret";
    }
}
