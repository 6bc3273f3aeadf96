package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.WWWAuthenticateHeader;
import org.earshot.common.stack.SipMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestHeadersTest {
    private static final String GOOD =
            "Digest username=\"alice\", realm=\"example.org\", nonce=\"n\", uri=\"sip:example.org\","
                    + " response=\"00\", algorithm=SHA-256, qop=auth, cnonce=\"c\", nc=0000000a";

    @Test
    void aResponseIsReadAsWritten() throws Exception {
        DigestResponse response = parse(GOOD).orElseThrow();
        assertThat(response)
                .isEqualTo(
                        new DigestResponse(
                                DigestAlgorithm.SHA_256,
                                "alice",
                                "example.org",
                                "n",
                                "sip:example.org",
                                "00",
                                Optional.of(new DigestResponse.Protection("c", 10)),
                                ""));
        assertThat(
                        parse(
                                response.header(RequestAuthenticator.Role.PROXY)
                                        .toString()
                                        .replaceFirst("^[^:]*: *", "")
                                        .strip()))
                .contains(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "realm", "nonce", "uri", "response", "cnonce", "nc"})
    void aMissingParameterIsNamed(String name) {
        String without = GOOD.replaceFirst(" ?\\b" + name + "=[^,]*,?", "");
        assertThatThrownBy(() -> parse(without.replaceFirst(",$", "")))
                .isInstanceOf(MalformedCredentialsException.class)
                .hasMessage(name + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc=1", "nc=0000000g", "nc=000000001", "nc=-0000001", "nc=\"\""})
    void aWrongNonceCountIsMalformed(String nc) {
        assertThatThrownBy(() -> parse(GOOD.replace("nc=0000000a", nc)))
                .isInstanceOf(MalformedCredentialsException.class);
    }

    @Test
    void whatWasNotOfferedIsMalformedAndAnUnknownAlgorithmIsNotOurs() throws Exception {
        assertThatThrownBy(() -> parse(GOOD.replace("qop=auth", "qop=auth-int")))
                .isInstanceOf(MalformedCredentialsException.class);
        assertThat(parse(GOOD.replace("SHA-256", "SHA-512-256"))).isEmpty();
        assertThat(parse(GOOD.replace("algorithm=SHA-256, ", "")).orElseThrow().algorithm())
                .as("RFC 7616 §3.3: without algorithm it is MD5")
                .isEqualTo(DigestAlgorithm.MD5);
        assertThat(parse(GOOD.replace("SHA-256", "sha-256"))).isPresent();
    }

    @Test
    void quotedPairsAreUnquoted() throws Exception {
        assertThat(parse(GOOD.replace("\"alice\"", "\"al\\\"ice\\\\\"")).orElseThrow().username())
                .isEqualTo("al\"ice\\");
    }

    @Test
    void tooLongIsMalformed() {
        assertThatThrownBy(() -> parse(GOOD.replace("alice", "a".repeat(600))))
                .isInstanceOf(MalformedCredentialsException.class);
    }

    @Test
    void randomAndTruncatedHeadersGiveOnlyTheDeclaredExceptions() {
        Random random = new Random(11);
        for (int length = 0; length < GOOD.length(); length++) {
            onlyDeclared(GOOD.substring(0, length));
        }
        for (int i = 0; i < 1000; i++) {
            StringBuilder changed = new StringBuilder(GOOD);
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed.setCharAt(random.nextInt(GOOD.length()), (char) (random.nextInt(0x7E) + 1));
            }
            onlyDeclared(changed.toString());
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            onlyDeclared("Digest " + new String(noise, StandardCharsets.ISO_8859_1));
        }
    }

    private static void onlyDeclared(String value) {
        Header header;
        try {
            header = SipMessages.headers().createHeader(AuthorizationHeader.NAME, value);
        } catch (ParseException | RuntimeException | Error e) {
            return; // the parser's business, not ours
        }
        if (header instanceof AuthorizationHeader authorization) {
            try {
                assertThat(DigestResponse.parse(authorization)).isNotNull();
            } catch (MalformedCredentialsException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void aChallengeIsReadAsWritten() throws Exception {
        DigestChallenge challenge =
                DigestChallenge.of("example.org", "abc", DigestAlgorithm.SHA_256, true);
        WWWAuthenticateHeader header = challenge.header(RequestAuthenticator.Role.REGISTRAR);
        assertThat(header.toString())
                .startsWith("WWW-Authenticate: Digest ")
                .contains(
                        "qop=\"auth\"", "algorithm=SHA-256", "stale=true", "realm=\"example.org\"");
        assertThat(DigestChallenge.parse(header)).contains(challenge);
        assertThat(challenge.header(RequestAuthenticator.Role.PROXY).getName())
                .isEqualTo("Proxy-Authenticate");
    }

    @Test
    void aClientAnswersTheStrongest() throws Exception {
        WWWAuthenticateHeader md5 = challenge("Digest realm=\"r\", nonce=\"n\", algorithm=MD5");
        WWWAuthenticateHeader unknown =
                challenge("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256");
        WWWAuthenticateHeader sha =
                challenge(
                        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth,auth-int\"");
        assertThat(DigestChallenge.strongest(List.of(unknown, md5, sha)).orElseThrow().algorithm())
                .isEqualTo(DigestAlgorithm.SHA_256);
        assertThat(DigestChallenge.strongest(List.of(md5)).orElseThrow().qopAuth()).isFalse();
        assertThat(DigestChallenge.strongest(List.of(unknown))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic realm=\"r\", nonce=\"n\"",
                "Digest realm=\"r\"",
                "Digest nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\""
            })
    void whatAClientCantAnswerIsNoChallenge(String value) throws Exception {
        assertThat(DigestChallenge.parse(challenge(value))).isEmpty();
    }

    @Test
    void anAnswerMatchesItsOwnPasswordMethodAndUriOnly() {
        DigestChallenge challenge =
                new DigestChallenge("r", "n", DigestAlgorithm.MD5, false, false, "op");
        Ha1 ha1 = Ha1.of(DigestAlgorithm.MD5, "alice", "r", "secret");
        DigestResponse answer = challenge.answer("alice", ha1, "REGISTER", "sip:r", "c", 1);
        assertThat(answer.protection()).as("none was offered").isEmpty();
        assertThat(answer.opaque()).isEqualTo("op");
        assertThat(answer.matches(ha1, "REGISTER")).isTrue();
        assertThat(answer.matches(ha1, "INVITE")).isFalse();
        assertThat(answer.matches(Ha1.of(DigestAlgorithm.MD5, "alice", "r", "other"), "REGISTER"))
                .isFalse();
        assertThat(answer.toString()).doesNotContain(answer.response());
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "sip:example.org, sip:example.org, true",
        "sip:example.org, sip:example.org;transport=tls, true",
        "sip:Example.org:5060, sip:example.org, true",
        "sips:bob@example.org, sip:bob@example.org;transport=tls, true",
        "sip:bob@[2001:db8::1]:5060, sip:bob@[2001:DB8::1], true",
        "sip:example.org:5060, sip:example.org:5070, false",
        "sip:bob@example.org, sip:carol@example.org, false",
        "sip:Bob@example.org, sip:bob@example.org, false",
        "sip:example.org, sip:bob@example.org, false",
        "sip:bob@example.org, sip:bob@example.net, false",
        "tel:+1, tel:+1, true",
        "tel:+1, tel:+2, false",
        "/, sip:example.org, false"
    })
    void theUriMustNameTheRequestUri(String digestUri, String requestUri, boolean same) {
        assertThat(DigestUri.names(digestUri, requestUri)).isEqualTo(same);
    }

    private static Optional<DigestResponse> parse(String value) throws Exception {
        return DigestResponse.parse(
                (AuthorizationHeader)
                        SipMessages.headers().createHeader(AuthorizationHeader.NAME, value));
    }

    private static WWWAuthenticateHeader challenge(String value) throws ParseException {
        return (WWWAuthenticateHeader)
                SipMessages.headers().createHeader(WWWAuthenticateHeader.NAME, value);
    }
}
