package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.Credential;
import org.earshot.common.account.CredentialStore;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.KeyRing;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DigestAuthenticatorTest {
    private static final String REALM = "example.org";
    private static final Flow UDP = RecordedRequest.udpFlow();
    private static final Flow TLS = RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40000, 1);
    private static final RequestAuthenticator.Role REGISTRAR = RequestAuthenticator.Role.REGISTRAR;
    private static final RequestAuthenticator.Role PROXY = RequestAuthenticator.Role.PROXY;

    @TempDir private Path temporary;
    private final FakeTimers clock = new FakeTimers();
    private final AuthenticatedFlows flows = new AuthenticatedFlows(100);
    private InMemoryAccountStore accounts;
    private KeyRing ring;
    private Passwords passwords;
    private Account alice;
    private DigestAuthenticator authenticator;

    @BeforeEach
    void open() {
        ring = KeyRing.open(temporary.resolve("keys"));
        accounts = new InMemoryAccountStore(clock);
        passwords = new Passwords(new SealedHa1(ring), REALM);
        alice = accounts.create(new AddressOfRecord("alice", REALM), "Alice");
        accounts.create(new AddressOfRecord("bob", REALM), "Bob");
        set(alice, "", "secret", false);
        authenticator = authenticator("start1", accounts.credentials());
    }

    @Test
    void withoutCredentialsBothAlgorithmsAreAskedForTheStrongerFirst() {
        Authentication.Challenged challenged = challenged(ask(request("REGISTER"), UDP, REGISTRAR));
        assertThat(challenged.status()).isEqualTo(401);
        assertThat(challenged.challenges())
                .extracting(Header::getName)
                .containsExactly("WWW-Authenticate", "WWW-Authenticate");
        assertThat(parsed(challenged))
                .extracting(DigestChallenge::algorithm)
                .containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        assertThat(parsed(challenged))
                .allSatisfy(challenge -> {
                    assertThat(challenge.realm()).isEqualTo(REALM);
                    assertThat(challenge.qopAuth()).isTrue();
                    assertThat(challenge.stale()).isFalse();
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "oldphone v1.0 (x86_64), MD5",
        "OldPhone v1., MD5",
        "oldphone v10, 'SHA_256, MD5'",
        "oldphone, 'SHA_256, MD5'",
        "my oldphone v1.0, 'SHA_256, MD5'"
    })
    void aPhoneThatStumblesOverSha256SeesMd5Alone(String userAgent, String algorithms) {
        Request request = text("REGISTER", "", "User-Agent: " + userAgent + "\n");
        assertThat(parsed(challenged(ask(request, UDP, REGISTRAR))))
                .extracting(challenge -> challenge.algorithm().name())
                .containsExactly(algorithms.split(", ", -1));
    }

    @Test
    void aProxyAsksWith407() {
        Authentication.Challenged challenged = challenged(ask(request("INVITE"), UDP, PROXY));
        assertThat(challenged.status()).isEqualTo(407);
        assertThat(challenged.challenges())
                .extracting(Header::getName)
                .containsOnly("Proxy-Authenticate");
    }

    @ParameterizedTest
    @EnumSource(RequestAuthenticator.Role.class)
    void theRightPasswordIsTheAccount(RequestAuthenticator.Role role) {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        assertThat(client.twice("REGISTER", UDP, role)).isEqualTo(authenticated(alice));
    }

    @Test
    void theUserNameMayCarryTheDomain() {
        Client client = new Client("alice@example.org", "secret", DigestAlgorithm.SHA_256);
        assertThat(client.twice("REGISTER", UDP, REGISTRAR)).isEqualTo(authenticated(alice));
        assertThat(
                        new Client("alice@example.net", "secret", DigestAlgorithm.SHA_256)
                                .twice("REGISTER", UDP, REGISTRAR))
                .isInstanceOf(Authentication.Challenged.class);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "alice, wrong, SHA_256",
        "nobody, secret, SHA_256",
        "carol, secret, SHA_256",
        "carol, secret, MD5",
        "bob, secret, SHA_256",
        "ALICE, secret, SHA_256",
        "alice, secret, MD5"
    })
    void everyFailureLooksTheSame(String user, String password, DigestAlgorithm algorithm) {
        Authentication.Challenged challenged =
                challenged(new Client(user, password, algorithm).twice("REGISTER", UDP, REGISTRAR));
        assertThat(challenged.status()).isEqualTo(401);
        assertThat(parsed(challenged))
                .extracting(DigestChallenge::algorithm)
                .containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        assertThat(parsed(challenged)).noneMatch(DigestChallenge::stale);
        assertThat(challenged.challenges().toString())
                .doesNotContain("alice", "carol", "nobody", "bob");
    }

    @Test
    void theSameWorkIsDoneForKnownAndUnknown() {
        List<AccountId> asked = new ArrayList<>();
        CredentialStore counting =
                new CredentialStore() {
                    @Override
                    public List<Credential> find(AccountId account) {
                        asked.add(account);
                        return accounts.credentials().find(account);
                    }

                    @Override
                    public void replace(AccountId account, String label, List<Credential> all) {
                        throw new AssertionError("an authenticator only reads");
                    }
                };
        authenticator = authenticator("start1", counting);
        new Client("alice", "wrong", DigestAlgorithm.SHA_256).twice("REGISTER", UDP, REGISTRAR);
        new Client("carol", "wrong", DigestAlgorithm.SHA_256).twice("REGISTER", UDP, REGISTRAR);
        assertThat(asked).hasSize(2).startsWith(alice.id());
    }

    @Test
    void md5IsForAccountsThatHaveSuchAPassword() {
        set(alice, "", "secret", true);
        assertThat(
                        new Client("alice", "secret", DigestAlgorithm.MD5)
                                .twice("REGISTER", UDP, REGISTRAR))
                .isEqualTo(authenticated(alice));
    }

    @Test
    void eachPhoneMayHaveItsOwnPassword() {
        String desk = passwords.random();
        set(alice, "desk", desk, true);
        for (int i = 0; i < 6; i++) {
            set(alice, "phone" + i, "pw" + i, false);
        }
        assertThat(new Client("alice", desk, DigestAlgorithm.MD5).twice("REGISTER", UDP, REGISTRAR))
                .isEqualTo(new Authentication.Authenticated(alice, "desk"));
        Map<String, String> labels =
                Map.of("secret", "", desk, "desk", "pw0", "phone0", "pw5", "phone5");
        labels.forEach((password, label) ->
                assertThat(
                                new Client("alice", password, DigestAlgorithm.SHA_256)
                                        .twice("REGISTER", UDP, REGISTRAR))
                        .isEqualTo(new Authentication.Authenticated(alice, label)));
        set(alice, "desk", "other", false);
        assertThat(new Client("alice", desk, DigestAlgorithm.MD5).twice("REGISTER", UDP, REGISTRAR))
                .isInstanceOf(Authentication.Challenged.class);
    }

    @Test
    void aCredentialCopiedToAnotherAccountDoesNotOpenThere() {
        Account mallory = accounts.create(new AddressOfRecord("mallory", REALM), "");
        List<Credential> own = passwords.credentials(mallory, "", "known", false);
        accounts.credentials()
                .replace(
                        alice.id(),
                        "",
                        own.stream()
                                .map(c ->
                                        new Credential(
                                                alice.id(),
                                                c.label(),
                                                c.algorithm(),
                                                c.realm(),
                                                c.sealed()))
                                .toList());
        for (String user : List.of("alice", "mallory")) {
            assertThat(
                            new Client(user, "known", DigestAlgorithm.SHA_256)
                                    .twice("REGISTER", UDP, REGISTRAR))
                    .isInstanceOf(Authentication.Challenged.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTER, UDP",
        "MESSAGE, UDP",
        "REGISTER, TCP",
        "MESSAGE, TCP",
        "REGISTER, WS",
        "MESSAGE, WS"
    })
    void overCleartextTheirNonceServesOnce(String method, Transport transport) {
        Flow flow = RecordedRequest.flow(transport, "192.0.2.4", 5060, 3);
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        assertThat(client.twice(method, flow, PROXY)).isEqualTo(authenticated(alice));
        Authentication.Challenged again = challenged(client.once(method, flow, PROXY));
        assertThat(parsed(again)).allMatch(DigestChallenge::stale);
        client.learn(again);
        assertThat(client.once(method, flow, PROXY)).isEqualTo(authenticated(alice));
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTER, 192.0.2.4",
        "INVITE, 192.0.2.4",
        "REGISTER, 192.0.2.66",
        "INVITE, 192.0.2.66"
    })
    void whatWasHeardOnTheWayServesNobodyAgain(String method, String source) {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        client.learn(challenged(client.once(method, UDP, PROXY)));
        Request heard = request(method);
        heard.addHeader(client.answer(heard).header(PROXY));
        assertThat(ask(heard, UDP, PROXY)).isEqualTo(authenticated(alice));
        Flow again = RecordedRequest.flow(Transport.UDP, source, 5060, 0);
        assertThat(parsed(challenged(ask(heard, again, PROXY)))).allMatch(DigestChallenge::stale);
    }

    @Test
    void aNonceThatWasUsedForACallServesNoRegistrationOverCleartext() {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        assertThat(client.twice("INVITE", UDP, PROXY)).isEqualTo(authenticated(alice));
        assertThat(parsed(challenged(client.once("REGISTER", UDP, PROXY))))
                .allMatch(DigestChallenge::stale);
    }

    @Test
    void aNatMayGiveThePhoneAnotherAddressBetweenChallengeAndAnswer() {
        // docs/decisions/0010
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        client.learn(challenged(client.once("REGISTER", UDP, REGISTRAR)));
        Flow moved = RecordedRequest.flow(Transport.UDP, "198.51.100.9", 61000, 0);
        assertThat(client.once("REGISTER", moved, REGISTRAR)).isEqualTo(authenticated(alice));
    }

    @ParameterizedTest
    @CsvSource({"INVITE, UDP", "BYE, TCP", "REGISTER, TLS", "MESSAGE, WSS"})
    void elsewhereANonceServesManyTimesWithRisingCounts(String method, Transport transport) {
        Flow flow = RecordedRequest.flow(transport, "192.0.2.4", 5060, 3);
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        assertThat(client.twice(method, flow, PROXY)).isEqualTo(authenticated(alice));
        for (int i = 0; i < 5; i++) {
            assertThat(client.once(method, flow, PROXY)).isEqualTo(authenticated(alice));
        }
        client.count -= 1;
        assertThat(parsed(challenged(client.once(method, flow, PROXY))))
                .as("a repeated count")
                .allMatch(DigestChallenge::stale);
    }

    @Test
    void afterARestartOrTooLateTheNonceIsStaleAndNotThePasswordWrong() {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        client.learn(challenged(client.once("REGISTER", UDP, REGISTRAR)));
        authenticator = authenticator("start2", accounts.credentials());
        Authentication.Challenged restarted = challenged(client.once("REGISTER", UDP, REGISTRAR));
        assertThat(parsed(restarted)).allMatch(DigestChallenge::stale);

        client.learn(restarted);
        clock.advance(Duration.ofMinutes(6));
        Authentication.Challenged late = challenged(client.once("REGISTER", UDP, REGISTRAR));
        assertThat(parsed(late)).allMatch(DigestChallenge::stale);

        client.learn(late);
        assertThat(client.once("REGISTER", UDP, REGISTRAR)).isEqualTo(authenticated(alice));
    }

    @Test
    void anOldNonceWithAWrongPasswordIsNotStale() {
        Client client = new Client("alice", "wrong", DigestAlgorithm.SHA_256);
        client.learn(challenged(client.once("REGISTER", UDP, REGISTRAR)));
        clock.advance(Duration.ofMinutes(6));
        assertThat(parsed(challenged(client.once("REGISTER", UDP, REGISTRAR))))
                .noneMatch(DigestChallenge::stale);
    }

    @Test
    void aNonceThatNobodyIssuedDoesNotTellWhetherThePasswordIsRight() {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        client.challenge =
                Optional.of(
                        DigestChallenge.of(REALM, "A".repeat(58), DigestAlgorithm.SHA_256, false));
        assertThat(parsed(challenged(client.once("REGISTER", UDP, REGISTRAR))))
                .noneMatch(DigestChallenge::stale);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "sip:192.0.2.1:5060, true",
        "sip:192.0.2.1, true",
        "sip:example.org, false",
        "sip:3221225985, false",
        "sip:192.0.2.1;phone-context=x@192.0.2.1, false",
        "sip:1;phone-context=x@192.0.2.1, false",
        "sip:[::1], false",
        "sip:192.0.2.2:5060, false",
        "sip:elsewhere.example, false",
        "sip:bob@192.0.2.1, false"
    })
    void theUriMayBeThatOfThisServer(String uri, boolean taken) {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        client.learn(challenged(client.once("INVITE", UDP, PROXY)));
        client.uri = uri;
        assertThat(client.once("INVITE", UDP, PROXY) instanceof Authentication.Authenticated)
                .isEqualTo(taken);
    }

    @Test
    void theUriMustBeTheRequestUriAndQopIsNeeded() {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        client.learn(challenged(client.once("INVITE", UDP, PROXY)));
        client.uri = "sip:carol@example.org";
        assertThat(client.once("INVITE", UDP, PROXY))
                .isEqualTo(Authentication.Refused.of(400, "uri is not the Request-URI"));

        Client old = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        old.learn(challenged(old.once("INVITE", UDP, PROXY)));
        DigestChallenge given = old.challenge.orElseThrow();
        old.challenge =
                Optional.of(
                        new DigestChallenge(
                                REALM, given.nonce(), given.algorithm(), false, false, ""));
        assertThat(old.once("INVITE", UDP, PROXY))
                .isEqualTo(Authentication.Refused.of(400, "qop=auth is needed"));
    }

    @Test
    void malformedCredentialsAre400AndThoseOfOthersAreNotOurs() {
        assertThat(
                        ask(
                                request("REGISTER", "Digest realm=\"example.org\", nonce=\"x\""),
                                UDP,
                                REGISTRAR))
                .isEqualTo(Authentication.Refused.of(400, "username is missing"));
        for (String others :
                List.of(
                        "Digest realm=\"example.net\", nonce=\"x\"",
                        "Basic realm=\"example.org\", x=\"y\"",
                        "Digest realm=\"example.org\", nonce=\"x\", algorithm=SHA-512-256")) {
            assertThat(ask(request("REGISTER", others), UDP, REGISTRAR))
                    .as(others)
                    .isInstanceOf(Authentication.Challenged.class);
        }
    }

    /// What a phone must not take for final: it comes back by itself.
    private static final Authentication TEMPORARILY =
            new Authentication.Refused(
                    503, "Too Many Failures, Wait", Optional.of(Duration.ofSeconds(1)));

    @Test
    void aPauseSaysHowLongItLastsAndARefusalForGoodDoesNot() {
        SipRejection pause = ((Authentication.Refused) TEMPORARILY).rejection();
        assertThat(pause.status()).isEqualTo(503);
        assertThat(pause.headers()).singleElement().hasToString("Retry-After: 1\r\n");
        assertThat(Authentication.Refused.of(400, "uri").rejection().headers()).isEmpty();
    }

    @Test
    void whoTriesPasswordsIsPausedAndTheOwnerElsewhereIsNot() {
        Client thief = new Client("alice", "guess", DigestAlgorithm.SHA_256);
        Flow elsewhere = RecordedRequest.flow(Transport.UDP, "198.51.100.9", 5060, 0);
        for (int i = 0; i < 6; i++) {
            assertThat(thief.twice("REGISTER", elsewhere, REGISTRAR))
                    .isInstanceOf(Authentication.Challenged.class);
        }
        assertThat(thief.twice("REGISTER", elsewhere, REGISTRAR)).isEqualTo(TEMPORARILY);
        assertThat(
                        new Client("alice@example.org", "secret", DigestAlgorithm.SHA_256)
                                .twice("REGISTER", elsewhere, REGISTRAR))
                .as("the pause is of the account, in either spelling")
                .isInstanceOf(Authentication.Refused.class);
        assertThat(
                        new Client("alice", "secret", DigestAlgorithm.SHA_256)
                                .twice("REGISTER", UDP, REGISTRAR))
                .isEqualTo(authenticated(alice));
        clock.advance(Duration.ofSeconds(2));
        assertThat(
                        new Client("alice", "secret", DigestAlgorithm.SHA_256)
                                .twice("REGISTER", elsewhere, REGISTRAR))
                .isEqualTo(authenticated(alice));
    }

    @Test
    void anUnknownUserIsPausedJustTheSame() {
        Client thief = new Client("carol", "guess", DigestAlgorithm.SHA_256);
        for (int i = 0; i < 6; i++) {
            assertThat(thief.twice("REGISTER", UDP, REGISTRAR))
                    .isInstanceOf(Authentication.Challenged.class);
        }
        assertThat(thief.twice("REGISTER", UDP, REGISTRAR)).isEqualTo(TEMPORARILY);
    }

    @Test
    void aLiveFlowOfTheAccountIsNotPaused() {
        Client phone = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        assertThat(phone.twice("REGISTER", TLS, REGISTRAR)).isEqualTo(authenticated(alice));
        Client thief = new Client("alice", "guess", DigestAlgorithm.SHA_256);
        Flow sameNat = RecordedRequest.flow(Transport.UDP, "192.0.2.4", 7777, 0);
        for (int i = 0; i < 10; i++) {
            thief.twice("REGISTER", sameNat, REGISTRAR);
        }
        assertThat(thief.twice("REGISTER", sameNat, REGISTRAR))
                .isInstanceOf(Authentication.Refused.class);
        assertThat(phone.once("REGISTER", TLS, REGISTRAR)).isEqualTo(authenticated(alice));
    }

    @Test
    void inADialogAnAuthenticatedTlsFlowIsEnough() {
        assertThat(ask(inDialog("BYE"), TLS, PROXY)).isInstanceOf(Authentication.Challenged.class);
        assertThat(
                        new Client("alice", "secret", DigestAlgorithm.SHA_256)
                                .twice("REGISTER", TLS, REGISTRAR))
                .isEqualTo(authenticated(alice));
        for (String method : List.of("BYE", "INVITE", "UPDATE", "INFO")) {
            assertThat(ask(inDialog(method), TLS, PROXY)).isEqualTo(authenticated(alice));
        }
        for (String method : List.of("MESSAGE", "REFER", "SUBSCRIBE")) {
            assertThat(ask(inDialog(method), TLS, PROXY))
                    .as(method)
                    .isInstanceOf(Authentication.Challenged.class);
        }
        assertThat(ask(request("INVITE"), TLS, PROXY))
                .as("outside of a dialog")
                .isInstanceOf(Authentication.Challenged.class);
        Flow other = RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40000, 2);
        assertThat(ask(inDialog("BYE"), other, PROXY))
                .as("another connection")
                .isInstanceOf(Authentication.Challenged.class);
        flows.forget(TLS);
        assertThat(ask(inDialog("BYE"), TLS, PROXY)).isInstanceOf(Authentication.Challenged.class);
    }

    @Test
    void aCleartextFlowIsNeverEnough() {
        Flow tcp = RecordedRequest.flow(Transport.TCP, "192.0.2.4", 40000, 5);
        assertThat(
                        new Client("alice", "secret", DigestAlgorithm.SHA_256)
                                .twice("REGISTER", tcp, REGISTRAR))
                .isEqualTo(authenticated(alice));
        assertThat(ask(inDialog("BYE"), tcp, PROXY)).isInstanceOf(Authentication.Challenged.class);
    }

    @Test
    void onAGatewaysFlowFromSaysWhichAccount() {
        Account bob = accounts.find(new AddressOfRecord("bob", REALM)).orElseThrow();
        set(bob, "", "bobs", false);
        new Client("bob", "bobs", DigestAlgorithm.SHA_256).twice("REGISTER", TLS, REGISTRAR);
        assertThat(ask(inDialog("BYE"), TLS, PROXY)).isEqualTo(authenticated(bob));
        new Client("alice", "secret", DigestAlgorithm.SHA_256).twice("REGISTER", TLS, REGISTRAR);
        assertThat(ask(inDialog("BYE"), TLS, PROXY)).isEqualTo(authenticated(alice));
    }

    @Test
    void aDeletedAccountIsGoneAlsoFromItsFlow() {
        new Client("alice", "secret", DigestAlgorithm.SHA_256).twice("REGISTER", TLS, REGISTRAR);
        assertThat(accounts.delete(alice.address())).isTrue();
        assertThat(ask(inDialog("BYE"), TLS, PROXY)).isInstanceOf(Authentication.Challenged.class);
    }

    @Test
    void aNewPasswordEndsTheTrustInOldFlows() {
        new Client("alice", "secret", DigestAlgorithm.SHA_256).twice("REGISTER", TLS, REGISTRAR);
        flows.forget(alice.address());
        assertThat(ask(inDialog("BYE"), TLS, PROXY)).isInstanceOf(Authentication.Challenged.class);
    }

    @Test
    void flowsAreBounded() {
        AuthenticatedFlows few = new AuthenticatedFlows(3);
        for (int i = 1; i <= 10; i++) {
            few.remember(
                    RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40000, i), alice.address());
        }
        assertThat(few.of(RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40000, 7))).isEmpty();
        assertThat(few.of(RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40000, 8)))
                .containsExactly(alice.address());
    }

    @Test
    void ofSeveralAnswersTheStrongestCounts() {
        Client client = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        client.learn(challenged(client.once("REGISTER", UDP, REGISTRAR)));
        Request request = request("REGISTER");
        Client weak = new Client("alice", "wrong", DigestAlgorithm.MD5);
        weak.challenge =
                client.challenge.map(
                        c -> DigestChallenge.of(REALM, c.nonce(), DigestAlgorithm.MD5, false));
        request.addHeader(weak.answer(request).header(REGISTRAR));
        request.addHeader(client.answer(request).header(REGISTRAR));
        assertThat(ask(request, UDP, REGISTRAR)).isEqualTo(authenticated(alice));
    }

    @Test
    void datagramsWithOneNonceBanNobody() {
        List<Boolean> proven = new ArrayList<>();
        Attempts heard =
                new Attempts() {
                    @Override
                    public void failed(String account, InetAddress source, boolean isProven) {
                        proven.add(isProven);
                    }
                };
        authenticator =
                authenticator("start1", accounts.credentials(), new BackOff(1000, clock, heard));
        Client first = new Client("u0", "wrong", DigestAlgorithm.SHA_256);
        first.learn(challenged(first.once("REGISTER", UDP, REGISTRAR)));
        for (int i = 0; i < 3; i++) {
            Client next = new Client("u" + i, "wrong", DigestAlgorithm.SHA_256);
            next.challenge = first.challenge;
            next.once("REGISTER", UDP, REGISTRAR);
        }
        assertThat(proven).containsExactly(true, false, false);

        proven.clear();
        first.learn(challenged(first.once("REGISTER", UDP, REGISTRAR)));
        clock.advance(Duration.ofMinutes(5));
        first.once("REGISTER", UDP, REGISTRAR);
        new Client("u9", "wrong", DigestAlgorithm.SHA_256).twice("REGISTER", UDP, REGISTRAR);
        assertThat(proven).containsExactly(false, false, true);

        proven.clear();
        first.learn(challenged(first.once("REGISTER", TLS, REGISTRAR)));
        first.once("REGISTER", TLS, REGISTRAR);
        first.once("REGISTER", TLS, REGISTRAR);
        assertThat(proven).as("a connection proves each").containsOnly(true);
    }

    @Test
    void forgedDatagramsPauseNobodyWhereTheyPretendToComeFrom() {
        Flow elsewhere = RecordedRequest.flow(Transport.UDP, "198.51.100.9", 5060, 0);
        Client phone = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        assertThat(phone.twice("INVITE", UDP, PROXY)).isEqualTo(authenticated(alice));
        clock.advance(Duration.ofMinutes(4));

        Client forger = new Client("alice", "guess", DigestAlgorithm.SHA_256);
        for (int i = 0; i < 20; i++) {
            forger.learn(challenged(forger.once("REGISTER", elsewhere, REGISTRAR)));
            assertThat(forger.once("REGISTER", UDP, REGISTRAR))
                    .isInstanceOf(Authentication.Challenged.class);
            forger.challenge = Optional.empty();
        }
        Client moved = new Client("alice", "secret", DigestAlgorithm.SHA_256);
        moved.learn(challenged(moved.once("INVITE", elsewhere, PROXY)));
        assertThat(parsed(challenged(moved.once("INVITE", UDP, PROXY))))
                .as("a challenge that was not sent there is not taken now, and that is said")
                .allMatch(DigestChallenge::stale);
        assertThat(phone.once("INVITE", UDP, PROXY)).isEqualTo(authenticated(alice));
        assertThat(moved.twice("INVITE", UDP, PROXY)).isEqualTo(authenticated(alice));
        assertThat(forger.twice("REGISTER", elsewhere, REGISTRAR))
                .isInstanceOf(Authentication.Challenged.class);
    }

    /// A phone.
    private final class Client {
        private final String user;
        private final String password;
        private final DigestAlgorithm algorithm;
        private Optional<DigestChallenge> challenge = Optional.empty();
        private int count;
        private String uri = "";

        Client(String user, String password, DigestAlgorithm algorithm) {
            this.user = user;
            this.password = password;
            this.algorithm = algorithm;
        }

        Authentication once(String method, Flow flow, RequestAuthenticator.Role role) {
            Request request = request(method);
            if (challenge.isPresent()) {
                request.addHeader(answer(request).header(role));
            }
            return ask(request, flow, role);
        }

        DigestResponse answer(Request request) {
            String digestUri = uri.isEmpty() ? request.getRequestURI().toString() : uri;
            return challenge
                    .orElseThrow()
                    .answer(
                            user,
                            Ha1.of(algorithm, user, REALM, password),
                            request.getMethod(),
                            digestUri,
                            "cnonce",
                            ++count);
        }

        Authentication twice(String method, Flow flow, RequestAuthenticator.Role role) {
            challenge = Optional.empty();
            learn(challenged(once(method, flow, role)));
            return once(method, flow, role);
        }

        void learn(Authentication.Challenged challenged) {
            challenge =
                    parsed(challenged).stream()
                            .filter(one -> one.algorithm() == algorithm)
                            .findFirst();
            count = 0;
        }
    }

    private DigestAuthenticator authenticator(String start, CredentialStore credentials) {
        return authenticator(start, credentials, new BackOff(1000, clock));
    }

    private DigestAuthenticator authenticator(
            String start, CredentialStore credentials, BackOff backOff) {
        return new DigestAuthenticator(
                REALM,
                accounts,
                credentials,
                new SealedHa1(ring),
                new Nonces(ring, REALM, start, Duration.ofMinutes(5), 1000, clock),
                flows,
                backOff,
                new Md5OnlyPhones(List.of("oldphone v1.")));
    }

    private void set(Account account, String label, String password, boolean md5) {
        accounts.credentials()
                .replace(account.id(), label, passwords.credentials(account, label, password, md5));
    }

    private Authentication ask(Request request, Flow flow, RequestAuthenticator.Role role) {
        return authenticator.authenticate(request, flow, role);
    }

    private static Authentication authenticated(Account account) {
        return new Authentication.Authenticated(account);
    }

    private static Authentication.Challenged challenged(Authentication result) {
        assertThat(result).isInstanceOf(Authentication.Challenged.class);
        return (Authentication.Challenged) result;
    }

    private static List<DigestChallenge> parsed(Authentication.Challenged challenged) {
        return challenged.challenges().stream()
                .map(header -> DigestChallenge.parse((WWWAuthenticateHeader) header).orElseThrow())
                .toList();
    }

    private static Request request(String method) {
        return text(method, "", "");
    }

    private static Request request(String method, String authorization) {
        return text(method, "", AuthorizationHeader.NAME + ": " + authorization + "\n");
    }

    private static Request inDialog(String method) {
        return text(method, ";tag=b1", "");
    }

    private static Request text(String method, String toTag, String more) {
        return (Request)
                RecordedRequest.parse(
                        """
                        %1$s sip:bob@example.org SIP/2.0
                        Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK-1;rport
                        Max-Forwards: 70
                        From: <sip:alice@example.org>;tag=a1
                        To: <sip:bob@example.org>%2$s
                        Call-ID: call-1
                        CSeq: 7 %1$s
                        Contact: <sip:alice@192.0.2.4:5060>
                        Event: presence
                        Refer-To: <sip:bob@example.org>
                        %3$s\
                        """
                                .formatted(method, toTag, more));
    }
}
