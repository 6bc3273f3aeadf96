package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sip.header.WWWAuthenticateHeader;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.auth.DigestChallenge;
import org.earshot.common.auth.Ha1;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.stack.SipMessages;

/// How a phone of the domain `localhost` answers a challenge.
final class PhoneLogin {
    private PhoneLogin() {}

    /// @param challenged what a REGISTER got
    /// @return the line of the next one that shows the password
    static String credentials(String challenged, String user, String password) throws Exception {
        assertThat(challenged).contains(" 401 ");
        for (String line : challenged.split("\r\n", -1)) {
            if (line.startsWith("WWW-Authenticate:") && line.contains("SHA-256")) {
                WWWAuthenticateHeader header =
                        (WWWAuthenticateHeader)
                                SipMessages.headers()
                                        .createHeader(
                                                "WWW-Authenticate",
                                                line.substring(line.indexOf(':') + 1).strip());
                DigestChallenge challenge = DigestChallenge.parse(header).orElseThrow();
                return challenge
                                .answer(
                                        user,
                                        Ha1.of(
                                                DigestAlgorithm.SHA_256,
                                                user,
                                                challenge.realm(),
                                                password),
                                        "REGISTER",
                                        "sip:localhost",
                                        "0a4f113b0a4f113b",
                                        1)
                                .header(RequestAuthenticator.Role.REGISTRAR)
                                .toString()
                                .strip()
                        + "\n";
            }
        }
        throw new AssertionError(challenged);
    }
}
