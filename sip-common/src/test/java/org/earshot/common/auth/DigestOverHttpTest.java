package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.header.WWWAuthenticateHeader;
import org.earshot.common.account.Account;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.KeyRing;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in by HTTP, and by MSRP to the relay, with the passwords of SIP.
class DigestOverHttpTest {
    private static final String REALM = "example.org";
    private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.7");

    @TempDir private Path temporary;
    private final FakeTimers clock = new FakeTimers();
    private final AddressBans bans =
            new AddressBans(
                    () -> new AddressBans.Rule(3, Duration.ofMinutes(10), Duration.ofHours(1)),
                    _ -> false,
                    _ -> {},
                    clock);
    private Account alice;
    private DigestAuthenticator authenticator;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.open(temporary.resolve("keys"));
        InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
        alice = accounts.create(new AddressOfRecord("alice", REALM), "Alice");
        accounts.credentials()
                .replace(
                        alice.id(),
                        "",
                        new Passwords(new SealedHa1(ring), REALM)
                                .credentials(alice, "", "secret", true));
        accounts.credentials()
                .replace(
                        alice.id(),
                        "desk",
                        new Passwords(new SealedHa1(ring), REALM)
                                .credentials(alice, "desk", "of the desk", true));
        authenticator =
                new DigestAuthenticator(
                        REALM,
                        accounts,
                        accounts.credentials(),
                        new SealedHa1(ring),
                        new Nonces(ring, REALM, "start", Duration.ofMinutes(5), 100, clock),
                        new AuthenticatedFlows(100),
                        new BackOff(100, clock, bans),
                        Md5OnlyPhones.NONE);
    }

    private List<DigestChallenge> challenges(Authentication outcome) {
        assertThat(outcome).isInstanceOf(Authentication.Challenged.class);
        Authentication.Challenged challenged = (Authentication.Challenged) outcome;
        assertThat(challenged.status()).isEqualTo(401);
        return challenged.challenges().stream()
                .map(header -> DigestChallenge.parse((WWWAuthenticateHeader) header).orElseThrow())
                .toList();
    }

    private Authentication ask(String method, String target, String... authorization) {
        return authenticator.authenticate(method, target, SOURCE, List.of(authorization));
    }

    /// What a client sends that was challenged.
    private String answer(
            DigestAlgorithm algorithm, String password, String method, String uri, long count) {
        DigestChallenge challenge =
                challenges(ask(method, "/x")).stream()
                        .filter(one -> one.algorithm() == algorithm)
                        .findFirst()
                        .orElseThrow();
        Ha1 ha1 = Ha1.of(algorithm, "alice", REALM, password);
        String line =
                challenge
                        .answer("alice", ha1, method, uri, "0a4f113b", count)
                        .header(RequestAuthenticator.Role.REGISTRAR)
                        .toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }

    @Test
    void whoGuessesPasswordsOfManyAccountsWaitsWhateverTheAccount() {
        String right = answer(DigestAlgorithm.SHA_256, "secret", "GET", "/a", 1);
        for (String name : List.of("u1", "u2", "u3")) {
            String wrong = answer(DigestAlgorithm.SHA_256, "a guess", "GET", "/a", 1);
            assertThat(challenges(ask("GET", "/a", wrong.replace("\"alice\"", '"' + name + '"'))))
                    .isNotEmpty();
        }
        assertThat(ask("GET", "/a", right))
                .isEqualTo(
                        new Authentication.Refused(
                                503, "Too Many Failures, Wait", Optional.of(Duration.ofHours(1))));
        assertThat(bans.lift(SOURCE.getHostAddress())).isTrue();
        assertThat(ask("GET", "/a", right)).isEqualTo(new Authentication.Authenticated(alice));
    }

    @Test
    void bothAlgorithmsAreAskedForTheStrongerFirst() {
        assertThat(challenges(ask("POST", "/files")))
                .extracting(DigestChallenge::algorithm)
                .containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void theRightPasswordIsTheAccount(DigestAlgorithm algorithm) {
        String answer = answer(algorithm, "secret", "PATCH", "/files/1?a=b", 1);
        assertThat(ask("PATCH", "/files/1?a=b", answer))
                .isEqualTo(new Authentication.Authenticated(alice));
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void thePasswordOfOnePhoneIsToldFromTheAccountsOwn(DigestAlgorithm algorithm) {
        String answer = answer(algorithm, "of the desk", "GET", "/a", 1);
        assertThat(ask("GET", "/a", answer))
                .isEqualTo(new Authentication.Authenticated(alice, "desk"));
    }

    @Test
    void theUriMayBeWhole() {
        String answer =
                answer(DigestAlgorithm.SHA_256, "secret", "GET", "https://example.org:8443/a", 1);
        assertThat(ask("GET", "/a", answer)).isEqualTo(new Authentication.Authenticated(alice));
    }

    @Test
    void anAnswerServesNoOtherTargetAndNoOtherMethod() {
        String answer = answer(DigestAlgorithm.SHA_256, "secret", "GET", "/files/1", 1);
        assertThat(ask("GET", "/files/2", answer))
                .isEqualTo(Authentication.Refused.of(400, "uri is not the request-target"));
        assertThat(challenges(ask("DELETE", "/files/1", answer))).noneMatch(DigestChallenge::stale);
    }

    @Test
    void aRepetitionIsStale() {
        String answer = answer(DigestAlgorithm.SHA_256, "secret", "GET", "/files/1", 1);
        assertThat(ask("GET", "/files/1", answer))
                .isEqualTo(new Authentication.Authenticated(alice));
        assertThat(challenges(ask("GET", "/files/1", answer))).allMatch(DigestChallenge::stale);
    }

    @Test
    void whoeverGuessesWaits() {
        for (int i = 0; i < 6; i++) {
            String wrong = answer(DigestAlgorithm.SHA_256, "wrong", "GET", "/files/1", 1);
            assertThat(challenges(ask("GET", "/files/1", wrong))).hasSize(2);
        }
        String right = answer(DigestAlgorithm.SHA_256, "secret", "GET", "/files/1", 1);
        assertThat(ask("GET", "/files/1", right))
                .isEqualTo(
                        new Authentication.Refused(
                                503,
                                "Too Many Failures, Wait",
                                Optional.of(Duration.ofSeconds(1))));
        clock.advance(Duration.ofSeconds(2));
        assertThat(ask("GET", "/files/1", right))
                .isEqualTo(new Authentication.Authenticated(alice));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest username=\"alice\", realm=\"example.org\", nonce=\"x\", uri=\"/x\"",
                "Digest username=\"alice\", realm=\"example.org\", nonce=\"x\", uri=\"/x\", response=\"00\"",
                "Digest realm=\"example.org\"",
                "Digest \"\"\"",
                "Digest ,,,=,"
            })
    void whatIsMalformedIsRefused(String authorization) {
        assertThat(ask("GET", "/x", authorization))
                .isInstanceOfSatisfying(
                        Authentication.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWxpY2U6c2VjcmV0", "Bearer x", "", "Digest realm=\"other\""})
    void whatIsForNobodyOfOursIsChallenged(String authorization) {
        assertThat(challenges(ask("GET", "/x", authorization))).hasSize(2);
    }

    @Test
    void anotherProtocolThatCarriesDigestHasTheSameNoncesAndPauses() throws Exception {
        String uri =
                "msrps://alice@example.org;tcp"; // RFC 4976 §9.1: not repeated in the credentials
        String nonce =
                challenges(authenticator.authenticate("AUTH", uri, SOURCE, List.of()))
                        .getFirst()
                        .nonce();
        assertThat(authenticator.authenticate("AUTH", uri, SOURCE, other(nonce, "secret", uri, 1)))
                .isEqualTo(new Authentication.Authenticated(alice));
        assertThat(authenticator.authenticate("AUTH", uri, SOURCE, other(nonce, "secret", uri, 1)))
                .satisfies(again -> assertThat(challenges(again).getFirst().stale()).isTrue());
        assertThat(
                        authenticator.authenticate(
                                "AUTH", uri, SOURCE, other(nonce, "secret", "msrps://x;tcp", 2)))
                .isInstanceOf(Authentication.Challenged.class);
        for (int i = 3; i < 12; i++) {
            authenticator.authenticate("AUTH", uri, SOURCE, other(nonce, "wrong", uri, i));
        }
        assertThat(authenticator.authenticate("AUTH", uri, SOURCE, other(nonce, "secret", uri, 20)))
                .isInstanceOfSatisfying(
                        Authentication.Refused.class,
                        refused -> assertThat(refused.retryAfter()).isPresent());
    }

    private static List<String> other(String nonce, String password, String uri, int count) {
        String sum =
                DigestResponse.sum(
                        Ha1.of(DigestAlgorithm.SHA_256, "alice", REALM, password),
                        "AUTH",
                        uri,
                        nonce,
                        Optional.of(new DigestResponse.Protection("0a4f113b", count)));
        return List.of(
                "Digest username=\"alice\", realm=\""
                        + REALM
                        + "\", nonce=\""
                        + nonce
                        + "\", algorithm=SHA-256, qop=auth, nc="
                        + String.format("%08x", count)
                        + ", cnonce=\"0a4f113b\", response=\""
                        + sum
                        + "\"");
    }
}
