package org.earshot.interop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The answer to a challenge with `qop=auth` (RFC 7616 §3.4), SHA-256 unless it says MD5; written anew for the tests: what is
/// wrong in ours must not be wrong here too.
final class Digest {
    private static final String CLIENT_NONCE = "0a4f113b";

    private Digest() {}

    /// @param challenge the line of the challenge
    /// @return the value of the header to send, for the first use of the nonce
    static String answer(
            String challenge, String user, String password, String method, String uri) {
        return answer(challenge, 1, user, password, method, uri);
    }

    /// @param count how often the nonce has been used, this time included
    static String answer(
            String challenge, int count, String user, String password, String method, String uri) {
        String nonceCount = "%08x".formatted(count);
        String realm = quoted(challenge, "realm");
        String nonce = quoted(challenge, "nonce");
        boolean md5 = challenge.contains("algorithm=MD5");
        String response =
                hash(
                        md5,
                        hash(md5, user + ":" + realm + ":" + password)
                                + (":" + nonce + ":" + nonceCount + ":" + CLIENT_NONCE + ":auth:")
                                + hash(md5, method + ":" + uri));
        return ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", algorithm=%s,"
                        + " qop=auth, nc=%s, cnonce=\"%s\", response=\"%s\"")
                .formatted(
                        user,
                        realm,
                        nonce,
                        uri,
                        md5 ? "MD5" : "SHA-256",
                        nonceCount,
                        CLIENT_NONCE,
                        response);
    }

    private static String quoted(String challenge, String parameter) {
        Matcher found = Pattern.compile("\\b" + parameter + "=\"([^\"]*)\"").matcher(challenge);
        if (!found.find()) {
            throw new AssertionError("no " + parameter + " in " + challenge);
        }
        return found.group(1);
    }

    private static String hash(boolean md5, String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance(md5 ? "MD5" : "SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
