package org.earshot.proxy.route;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.auth.DigestChallenge;
import org.earshot.common.auth.RequestAuthenticator.Role;

/// Answers what a trunk asks of us (RFC 3261 §22.2, RFC 7616, RFC 8760). Each nonce is used once. Thread-safe.
public final class TrunkDigest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CNONCE_BYTES = 16;

    private TrunkDigest() {}

    /// Whether a status asks for a login.
    public static boolean isChallenge(int status) {
        return status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED;
    }

    /// @param response 401 or 407
    /// @param request that it answers
    /// @return the header to repeat it with; empty if what is asked for can't be given
    public static Optional<Header> answer(TrunkLogin login, Response response, Request request) {
        boolean byProxy = response.getStatusCode() == Response.PROXY_AUTHENTICATION_REQUIRED;
        List<WWWAuthenticateHeader> asked = new ArrayList<>();
        Iterator<?> headers =
                response.getHeaders(
                        byProxy ? ProxyAuthenticateHeader.NAME : WWWAuthenticateHeader.NAME);
        while (headers.hasNext()) {
            // Proxy-Authenticate is a kind of WWW-Authenticate in the message model
            if (headers.next() instanceof WWWAuthenticateHeader header
                    && (asked.isEmpty()
                            || String.valueOf(header.getRealm())
                                    .equals(asked.getFirst().getRealm()))) {
                asked.add(header);
            }
        }
        byte[] cnonce = new byte[CNONCE_BYTES];
        RANDOM.nextBytes(cnonce);
        return DigestChallenge.strongest(asked)
                .map(challenge ->
                        challenge
                                .answer(
                                        login.user(),
                                        login.ha1(challenge.algorithm(), challenge.realm()),
                                        request.getMethod(),
                                        request.getRequestURI().toString(),
                                        HexFormat.of().formatHex(cnonce),
                                        1)
                                .header(byProxy ? Role.PROXY : Role.REGISTRAR));
    }
}
