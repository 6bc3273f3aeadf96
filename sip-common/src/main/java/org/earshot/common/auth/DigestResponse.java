package org.earshot.common.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.header.AuthorizationHeader;
import org.earshot.common.stack.SipMessages;

/// What a client answers to a challenge (RFC 7616 §3.4), and the sums behind it. Immutable.
///
/// @param algorithm of the sums
/// @param username as the client wrote it
/// @param realm of the challenge
/// @param nonce of the challenge
/// @param uri the digest-uri: the Request-URI that the client sent
/// @param response hex digits
/// @param protection what `qop=auth` adds; empty for the older form of RFC 2617 §3.2.2.1
/// @param opaque of the challenge, "" for none
public record DigestResponse(
        DigestAlgorithm algorithm,
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        Optional<Protection> protection,
        String opaque) {
    private static final Pattern NONCE_COUNT = Pattern.compile("[0-9a-fA-F]{8}");

    /// `qop=auth`.
    ///
    /// @param cnonce chosen by the client
    /// @param nonceCount how often the client has used the nonce, 1–4,294,967,295
    public record Protection(String cnonce, long nonceCount) {
        public Protection {
            if (nonceCount < 0 || nonceCount > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("nonce count " + nonceCount);
            }
        }

        /// As on the wire: eight hex digits.
        String nc() {
            return HexFormat.of().toHexDigits(nonceCount, 8);
        }
    }

    /// The sum of RFC 7616 §3.4.1.
    ///
    /// @return lower-case hex digits
    public static String sum(
            Ha1 ha1, String method, String uri, String nonce, Optional<Protection> protection) {
        String ha2 = hex(ha1.algorithm(), method + ':' + uri);
        String middle = protection.map(p -> ':' + p.nc() + ':' + p.cnonce() + ":auth").orElse("");
        return hex(ha1.algorithm(), ha1.hex() + ':' + nonce + middle + ':' + ha2);
    }

    private static String hex(DigestAlgorithm algorithm, String text) {
        return HexFormat.of().formatHex(Ha1.hash(algorithm, text));
    }

    /// Whether the sum is the one of this HA1; takes the same time for every wrong one.
    public boolean matches(Ha1 ha1, String method) {
        byte[] expected =
                sum(ha1, method, uri, nonce, protection).getBytes(StandardCharsets.US_ASCII);
        byte[] given = response.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given);
    }

    /// Reads a header of the scheme Digest.
    ///
    /// @return empty if its algorithm is none of ours
    /// @throws MalformedCredentialsException if something is missing or can't be what it should be
    static Optional<DigestResponse> parse(AuthorizationHeader header)
            throws MalformedCredentialsException {
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.of(DigestFields.of(header, "algorithm"));
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DigestResponse(
                        algorithm.get(),
                        needed(header, "username"),
                        needed(header, "realm"),
                        needed(header, "nonce"),
                        needed(header, "uri"),
                        needed(header, "response"),
                        protection(header),
                        DigestFields.of(header, "opaque")));
    }

    private static Optional<Protection> protection(AuthorizationHeader header)
            throws MalformedCredentialsException {
        String qop = DigestFields.of(header, "qop");
        if (qop.isEmpty()) {
            return Optional.empty();
        }
        if (!qop.equalsIgnoreCase("auth")) {
            throw new MalformedCredentialsException("qop was not offered");
        }
        String count = needed(header, "nc");
        if (!NONCE_COUNT.matcher(count).matches()) {
            throw new MalformedCredentialsException("nc is not eight hex digits");
        }
        return Optional.of(new Protection(needed(header, "cnonce"), Long.parseLong(count, 16)));
    }

    private static String needed(AuthorizationHeader header, String name)
            throws MalformedCredentialsException {
        String value = DigestFields.of(header, name);
        if (value.isEmpty()) {
            throw new MalformedCredentialsException(name + " is missing");
        }
        return value;
    }

    /// The header for a request: Authorization, or Proxy-Authorization.
    public AuthorizationHeader header(RequestAuthenticator.Role role) {
        try {
            AuthorizationHeader header =
                    switch (role) {
                        case REGISTRAR -> SipMessages.headers().createAuthorizationHeader("Digest");
                        case PROXY ->
                                SipMessages.headers().createProxyAuthorizationHeader("Digest");
                    };
            header.setUsername(username);
            header.setRealm(realm);
            header.setNonce(nonce);
            header.setParameter("uri", uri);
            header.setResponse(response);
            header.setAlgorithm(algorithm.token());
            if (protection.isPresent()) {
                header.setParameter("qop", "auth");
                header.setParameter("cnonce", protection.get().cnonce());
                header.setParameter("nc", protection.get().nc());
            }
            if (!opaque.isEmpty()) {
                header.setOpaque(opaque);
            }
            return header;
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a value of a digest header", e);
        }
    }

    /// Without the response: with it somebody could try passwords.
    @Override
    public String toString() {
        return "DigestResponse[" + algorithm.token() + ", " + username + ", " + realm + "]";
    }
}
