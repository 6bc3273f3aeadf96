package org.earshot.common.auth;

import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import javax.sip.header.WWWAuthenticateHeader;
import org.earshot.common.stack.SipMessages;

/// A server's question (RFC 7616 §3.3, RFC 8760). Immutable.
///
/// @param realm for which account to answer
/// @param nonce to be put into the sums
/// @param algorithm of the sums
/// @param qopAuth whether `qop=auth` is offered; without it the answer has the older form
/// @param stale whether only the nonce was too old, so that nobody need be asked for a password
/// @param opaque to be given back, "" for none
public record DigestChallenge(
        String realm,
        String nonce,
        DigestAlgorithm algorithm,
        boolean qopAuth,
        boolean stale,
        String opaque) {

    /// Our own: with `qop=auth`.
    static DigestChallenge of(
            String realm, String nonce, DigestAlgorithm algorithm, boolean stale) {
        return new DigestChallenge(realm, nonce, algorithm, true, stale, "");
    }

    /// The challenge that a client should answer: the strongest that it understands (RFC 8760 §2.4). So MD5 is
    /// never answered where SHA-256 was offered too.
    ///
    /// @param headers WWW-Authenticate or Proxy-Authenticate of a 401 or 407, of one realm
    /// @return empty if none can be answered
    public static Optional<DigestChallenge> strongest(
            Collection<? extends WWWAuthenticateHeader> headers) {
        return headers.stream()
                .map(DigestChallenge::parse)
                .flatMap(Optional::stream)
                .min(Comparator.comparing(DigestChallenge::algorithm));
    }

    /// Reads one header.
    ///
    /// @return empty if it is malformed, or asks for what we can't do
    public static Optional<DigestChallenge> parse(WWWAuthenticateHeader header) {
        try {
            String qop = DigestFields.of(header, "qop");
            boolean auth =
                    Arrays.stream(qop.split(","))
                            .anyMatch(option -> option.strip().equalsIgnoreCase("auth"));
            String realm = DigestFields.of(header, "realm");
            String nonce = DigestFields.of(header, "nonce");
            Optional<DigestAlgorithm> algorithm =
                    DigestAlgorithm.of(DigestFields.of(header, "algorithm"));
            if (!"Digest".equalsIgnoreCase(header.getScheme())
                    || realm.isEmpty()
                    || nonce.isEmpty()
                    || algorithm.isEmpty()
                    || (!qop.isEmpty() && !auth)) {
                return Optional.empty();
            }
            return Optional.of(
                    new DigestChallenge(
                            realm,
                            nonce,
                            algorithm.get(),
                            auth,
                            DigestFields.of(header, "stale").equalsIgnoreCase("true"),
                            DigestFields.of(header, "opaque")));
        } catch (MalformedCredentialsException e) {
            return Optional.empty();
        }
    }

    /// Answers.
    ///
    /// @param ha1 of the user in this realm, made for this algorithm
    /// @param method of the request that will carry the answer
    /// @param uri its Request-URI
    /// @param cnonce random, at least 64 bits of it
    /// @param nonceCount 1 for the first answer with this nonce, then one more each time
    public DigestResponse answer(
            String username, Ha1 ha1, String method, String uri, String cnonce, long nonceCount) {
        if (ha1.algorithm() != algorithm) {
            throw new IllegalArgumentException("that HA1 is for " + ha1.algorithm().token());
        }
        Optional<DigestResponse.Protection> protection =
                qopAuth
                        ? Optional.of(new DigestResponse.Protection(cnonce, nonceCount))
                        : Optional.empty();
        return new DigestResponse(
                algorithm,
                username,
                realm,
                nonce,
                uri,
                DigestResponse.sum(ha1, method, uri, nonce, protection),
                protection,
                opaque);
    }

    /// The header for a response: WWW-Authenticate, or Proxy-Authenticate.
    public WWWAuthenticateHeader header(RequestAuthenticator.Role role) {
        try {
            WWWAuthenticateHeader header =
                    switch (role) {
                        case REGISTRAR ->
                                SipMessages.headers().createWWWAuthenticateHeader("Digest");
                        case PROXY -> SipMessages.headers().createProxyAuthenticateHeader("Digest");
                    };
            header.setRealm(realm);
            header.setNonce(nonce);
            if (!opaque.isEmpty()) {
                header.setOpaque(opaque);
            }
            if (stale) {
                header.setParameter("stale", "true");
            }
            header.setAlgorithm(algorithm.token());
            if (qopAuth) {
                header.setQop("auth");
            }
            return header;
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a value of a digest header", e);
        }
    }
}
