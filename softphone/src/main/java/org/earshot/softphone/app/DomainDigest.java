package org.earshot.softphone.app;

import java.security.SecureRandom;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sip.header.WWWAuthenticateHeader;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.auth.DigestChallenge;
import org.earshot.common.auth.Ha1;
import org.earshot.common.auth.RequestAuthenticator.Role;
import org.earshot.common.stack.SipMessages;

/// Answers Digest challenges (RFC 7616) of an account's own domain in other protocols than SIP, with the password of SIP: for that realm alone, and by SHA-256
/// alone, which our server always offers. Thread-safe.
final class DomainDigest {
    private static final int CNONCE = 16;

    private final String user;
    private final String realm;
    private final String password;
    private final SecureRandom random = new SecureRandom();

    /// @param realm the account's domain
    DomainDigest(String user, String realm, String password) {
        this.user = user;
        this.realm = realm;
        this.password = password;
    }

    /// The first challenge that is answered.
    ///
    /// @param challenges values of WWW-Authenticate, whatever they are
    Optional<DigestChallenge> ours(List<String> challenges) {
        return challenges.stream()
                .flatMap(DomainDigest::parsed)
                .filter(asked -> asked.realm().equalsIgnoreCase(realm))
                .filter(asked -> asked.algorithm() == DigestAlgorithm.SHA_256)
                .findFirst();
    }

    private static Stream<DigestChallenge> parsed(String value) {
        try {
            return SipMessages.headers().createHeader(WWWAuthenticateHeader.NAME, value)
                            instanceof WWWAuthenticateHeader header
                    ? DigestChallenge.parse(header).stream()
                    : Stream.empty();
        } catch (ParseException | RuntimeException _) {
            return Stream.empty();
        }
    }

    /// The value of Authorization.
    ///
    /// @param count how often the nonce was used, this time too
    String answer(DigestChallenge asked, String method, String uri, long count) {
        byte[] cnonce = new byte[CNONCE];
        random.nextBytes(cnonce);
        String line =
                asked.answer(
                                user,
                                Ha1.of(asked.algorithm(), user, asked.realm(), password),
                                method,
                                uri,
                                HexFormat.of().formatHex(cnonce),
                                count)
                        .header(Role.REGISTRAR)
                        .toString()
                        .strip();
        return line.substring(line.indexOf(':') + 1).strip();
    }
}
