package org.earshot.softphone.ua;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.sip.header.WWWAuthenticateHeader;
import org.earshot.common.auth.DigestAlgorithm;

/// A name and its password, as the answer to a challenge (RFC 7616 §3.4). Prints nothing.
final class DigestCredentials {
    private final String user;
    private final String password;

    DigestCredentials(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /// The value of Authorization or Proxy-Authorization.
    ///
    /// @param cnonce ours, never used before
    String answer(
            WWWAuthenticateHeader challenge,
            DigestAlgorithm algorithm,
            String method,
            String uri,
            String cnonce) {
        String realm = challenge.getRealm();
        String nonce = challenge.getNonce();
        String ha1 = hash(algorithm, user + ":" + realm + ":" + password);
        String ha2 = hash(algorithm, method + ":" + uri);
        boolean qop = offersAuth(challenge.getQop());
        String response =
                qop
                        ? hash(
                                algorithm,
                                ha1 + ":" + nonce + ":00000001:" + cnonce + ":auth:" + ha2)
                        : hash(algorithm, ha1 + ":" + nonce + ":" + ha2);
        StringBuilder out = new StringBuilder("Digest username=").append(quoted(user));
        out.append(", realm=").append(quoted(realm));
        out.append(", nonce=").append(quoted(nonce));
        out.append(", uri=").append(quoted(uri));
        out.append(", response=\"").append(response).append('"');
        out.append(", algorithm=").append(algorithm.token());
        if (challenge.getOpaque() != null) {
            out.append(", opaque=").append(quoted(challenge.getOpaque()));
        }
        if (qop) {
            out.append(", qop=auth, nc=00000001, cnonce=").append(quoted(cnonce));
        }
        return out.toString();
    }

    private static boolean offersAuth(String qop) {
        return qop != null
                && Arrays.stream(qop.split(",", -1))
                        .anyMatch(v -> v.strip().equalsIgnoreCase("auth"));
    }

    private static String hash(DigestAlgorithm algorithm, String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm.token()).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // both are in every JDK
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return "DigestCredentials";
    }
}
