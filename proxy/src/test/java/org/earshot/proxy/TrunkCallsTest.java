package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.dns.ServiceNames;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.route.DialRule;
import org.earshot.proxy.route.InboundNumber;
import org.earshot.proxy.route.NumberPattern;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkLogin;
import org.earshot.proxy.route.TrunkState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls to the outside and from there: by whom, to whom, by which trunk, and under which name.
class TrunkCallsTest {
    private static final Flow TRUNK = RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
    private static final Flow ELSEWHERE =
            RecordedRequest.flow(Transport.UDP, "198.51.100.7", 5060, 0);
    private static final String OUT = "+4420123456";

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory, TRUNK);

    @BeforeEach
    void plan() {
        take(60, 5, trunk("one", 30, Transport.UDP), trunk("two", 30, Transport.UDP));
        f.bind(ALICE, "sip:alice@192.0.2.4:40004;transport=tls", ALICE_TLS);
        f.bindBob();
    }

    private static Trunk trunk(String name, int maxCalls, Transport transport) {
        return new Trunk(
                name,
                name + ".example",
                transport.defaultPort(),
                name.equals("four"),
                transport,
                name + ".example",
                Optional.empty(),
                false,
                maxCalls,
                name.equals("one") ? List.of("203.0.113.0/24") : List.of(),
                name.equals("five"),
                "+49301234",
                name.equals("one") ? Trunk.Identity.ASSERTED : Trunk.Identity.FROM,
                Duration.ZERO,
                Duration.ofSeconds(6));
    }

    private void take(int perHour, int atOnce, Trunk... trunks) {
        List<String> names = List.of(trunks).stream().map(Trunk::name).toList();
        f.book.take(
                new RoutingPlan(
                        List.of(trunks),
                        new NumberingPlan("49", "0", "00"),
                        List.of("112"),
                        names,
                        List.of(NumberPattern.of("+44900*")),
                        List.of(
                                new DialRule(
                                        "abroad",
                                        NumberPattern.of("+44*"),
                                        List.of("alice"),
                                        0,
                                        "",
                                        names,
                                        false)),
                        List.of(
                                new InboundNumber(
                                        NumberPattern.of("+4930123417"), List.of("alice")),
                                new InboundNumber(
                                        NumberPattern.of("+49301234"), List.of("alice", "bob"))),
                        perHour,
                        atOnce));
    }

    private static String to(String text, String user) {
        return text.replace("sip:bob@example.org", "sip:" + user + "@example.org");
    }

    private RecordedRequest dial(String user) {
        return f.send(ALICE_TLS, to(f.text("INVITE"), user));
    }

    private String fromTrunk(String method, String user) {
        return to(f.text(method), user)
                .replace("<sip:alice@example.org>", "<sip:+4420999@one.example>");
    }

    @Test
    void aNumberGoesToTheTrunkInItsOwnWords() {
        dial("004420123456");
        LoopbackNode.Sent sent = f.node.take();
        Request out = sent.request();
        assertThat(sent.destination())
                .isEqualTo(
                        new Destination.Address(Transport.UDP, "one.example", 5060, "one.example"));
        assertThat(out.getRequestURI()).hasToString("sip:+4420123456@one.example;user=phone");
        assertThat(out.getHeader("From").toString())
                .contains("\"Alice A.\" <sip:+4930123417@one.example;user=phone>;tag=a");
        assertThat(out.getHeader("To").toString())
                .contains("<sip:+4420123456@one.example;user=phone>");
        assertThat(out.getHeader("P-Asserted-Identity").toString())
                .contains("<sip:+4930123417@one.example>");
        assertThat(ProxyFixture.recordRoutes(out)).isNotEmpty();
    }

    @Test
    void whoWantsToBePrivateIsAnonymous() {
        f.send(ALICE_TLS, to(f.text("INVITE", "Privacy: id", ""), OUT));
        Request out = f.node.take().request();
        assertThat(out.getHeader("From").toString())
                .contains("sip:anonymous@anonymous.invalid")
                .doesNotContain("Alice");
        assertThat(out.getHeader("P-Asserted-Identity").toString()).contains("+4930123417");
    }

    @Test
    void theCallerHearsTheirOwnWordsAgain() {
        RecordedRequest invite = dial(OUT);
        f.node.take().respond(200, "OK");
        Response ok = invite.finalResponse();
        assertThat(ok.getHeader("From").toString()).contains("sip:alice@example.org");
        assertThat(ok.getHeader("To").toString())
                .contains("sip:" + OUT + "@example.org")
                .contains("tag=" + RecordedRequest.TO_TAG);
    }

    @Test
    void theCallIsInTheRecordAndEndsFromEitherSide() {
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(200, "OK");
        assertThat(f.archive.events.getLast())
                .isInstanceOfSatisfying(
                        ArchiveEvent.CallAnswered.class,
                        event ->
                                assertThat(event.answeredBy())
                                        .contains("sip:" + OUT + "@one.example"));
        assertThat(f.book.facts().getFirst().calls()).isEqualTo(1);
        List<String> routes = ProxyFixture.recordRoutes(sent.request());
        String bye =
                DialogText.of("BYE", false, "sip:alice@192.0.2.4:40004;transport=tls", routes)
                        .replace("sip:bob@example.org", "sip:" + OUT + "@one.example");

        RecordedRequest stranger = f.send(ELSEWHERE, bye);
        assertThat(stranger.finalResponse().getStatusCode()).isEqualTo(407);
        f.send(TRUNK, bye);

        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.CallEnded.class);
        assertThat(f.book.facts().getFirst().calls()).isZero();
        assertThat(invite.statuses()).containsExactly(200);
    }

    @Test
    void aTrunkWhoseAddressIsNotKnownHangsUpFromWhereItAnswered() {
        take(60, 5, trunk("two", 30, Transport.UDP));
        dial(OUT);
        LoopbackNode.Sent sent = f.node.take();
        String bye =
                DialogText.of(
                                "BYE",
                                false,
                                "sip:alice@192.0.2.4:40004;transport=tls",
                                ProxyFixture.recordRoutes(sent.request()))
                        .replace("sip:bob@example.org", "sip:" + OUT + "@two.example");
        assertThat(f.send(TRUNK, bye).finalResponse().getStatusCode()).isEqualTo(407);
        sent.respond(200, "OK");
        f.send(TRUNK, bye);
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
    }

    @Test
    void theCallersByeGoesToTheTrunkWithoutTheirAccount() {
        RecordedRequest invite = dial(OUT);
        f.node.take().respond(200, "OK");
        List<String> routes = ProxyFixture.recordRoutes(invite.finalResponse()).reversed();
        f.send(
                ALICE_TLS,
                DialogText.of("BYE", true, "sip:gateway@203.0.113.9", routes)
                        .replace("sip:bob@example.org", "sip:" + OUT + "@example.org"));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(TRUNK));
        assertThat(sent.request().toString()).doesNotContain("sip:alice@example.org");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 401, 407})
    void whatATrunkSaysOfItselfTheNextOneNeedNot(int status) {
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        assertThat(f.node.sent()).hasSize(1);
        first.respond(status, "No");
        LoopbackNode.Sent second = f.node.take();
        assertThat(second.request().getRequestURI())
                .hasToString("sip:+4420123456@two.example;user=phone");
        assertThat(second.request().getHeader("P-Asserted-Identity")).isNull();
        second.respond(180, "Ringing");
        second.respond(200, "OK");
        assertThat(invite.statuses()).containsExactly(180, 200);
        assertThat(f.book.facts().getFirst().counts().failed()).isEqualTo(1);
        assertThat(f.book.facts().getFirst().calls()).isZero();
        assertThat(f.book.facts().getLast().calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 480, 486, 603})
    void whatItSaysOfTheNumberIsTrueAtTheNextOneToo(int status) {
        RecordedRequest invite = dial(OUT);
        f.node.take().respond(status, "No");
        assertThat(f.node.sent()).hasSize(1);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(status);
        assertThat(f.book.facts().getFirst().calls()).isZero();
    }

    @Test
    void aSilentTrunkIsNotWaitedForLong() {
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        f.clock.advance(Duration.ofSeconds(7));
        assertThat(first.abandoned()).isTrue();
        f.node.take().fail("refused");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(500);
        assertThat(invite.finalResponse().getHeader("Warning").toString())
                .contains("trunk one does not answer");
    }

    @Test
    void aTrunkThatSaidSomethingMayTakeItsTime() {
        dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        first.respond(100, "Trying");
        f.clock.advance(Duration.ofSeconds(60));
        assertThat(first.abandoned()).isFalse();
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void aCallThatIsGivenUpTriesNoOther() {
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        first.respond(180, "Ringing");
        invite.cancel(RecordedRequest.of(f.text("CANCEL")).message());
        assertThat(first.cancelled()).isPresent();
        first.timeOut();
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void aTrunkThatIsDownIsTriedLast() {
        f.book.found(f.book.plan().trunks().getFirst(), TrunkState.Reach.DOWN, "no answer");
        dial(OUT);
        assertThat(f.node.take().request().getRequestURI().toString()).contains("two.example");
    }

    @Test
    void whereAllLinesAreBusyTheNextOneIsTriedAndAnEmergencyGoes() {
        take(60, 5, trunk("one", 1, Transport.UDP));
        dial(OUT);
        f.node.take().respond(200, "OK");
        RecordedRequest third = f.send(ALICE_TLS, to(f.text("INVITE"), OUT).replace("1@", "2@"));
        assertThat(third.finalResponse().getStatusCode()).isEqualTo(500);
        assertThat(third.finalResponse().getHeader("Warning").toString()).contains("busy");
        f.send(BOB_TLS, to(f.text("INVITE"), "112").replace("1@", "3@").replace("alice@", "bob@"));
        assertThat(f.node.sent().getLast().request().getRequestURI().toString())
                .isEqualTo("sip:112@one.example;user=phone");
    }

    @ParameterizedTest(name = "{0} gets {1}, {2}")
    @CsvSource({
        "+4930999, 404, no rule",
        "+44900123, 403, premium",
        "900, 404, no rule",
    })
    void whatThePlanDoesNotAllowIsRefusedAndRecorded(String user, int status, String why) {
        RecordedRequest invite = dial(user);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(status);
        assertThat(invite.finalResponse().getHeader("Warning").toString()).contains(why);
        assertThat(f.node.sent()).isEmpty();
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.CallRefused.class);
    }

    @Test
    void aRuleIsForThoseWhomItNames() {
        RecordedRequest invite =
                f.send(BOB_TLS, to(f.text("INVITE"), OUT).replace("alice@", "bob@"));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(403);
    }

    @Test
    void anAccountThatDialsTooOftenIsStopped() {
        take(1, 5, trunk("one", 30, Transport.UDP));
        dial(OUT);
        f.node.take().respond(486, "Busy Here");
        RecordedRequest again = f.send(ALICE_TLS, to(f.text("INVITE"), OUT).replace("1@", "2@"));
        assertThat(again.finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(again.finalResponse().getHeader("Warning").toString()).contains("hour");
        f.send(ALICE_TLS, to(f.text("INVITE"), "112").replace("1@", "3@"));
        assertThat(f.node.take().request().getRequestURI().toString()).contains("112@");
    }

    @Test
    void onlyAccountsThatLoggedInCallOut() {
        String invite = to(f.text("INVITE"), OUT);
        assertThat(f.send(ELSEWHERE, invite).finalResponse().getStatusCode()).isEqualTo(407);
        assertThat(f.send(TRUNK, invite).finalResponse().getStatusCode()).isEqualTo(407);
        assertThat(f.send(TRUNK, fromTrunk("INVITE", OUT)).finalResponse().getStatusCode())
                .isEqualTo(404);
        assertThat(f.send(TRUNK, fromTrunk("INVITE", "112")).finalResponse().getStatusCode())
                .isEqualTo(404);
        f.configure(config -> config.withTrusted(TrustedNetworks.of(List.of("198.51.100.0/24"))));
        assertThat(f.send(ELSEWHERE, invite).finalResponse().getStatusCode()).isEqualTo(404);
        assertThat(f.node.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "SUBSCRIBE", "REFER", "OPTIONS", "PUBLISH"})
    void aTrunkMayCallAndNothingElse(String method) {
        RecordedRequest request = f.send(TRUNK, fromTrunk(method, "+4930123417"));
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(407);
        assertThat(f.node.sent()).isEmpty();
    }

    /// A request of the trunk within a call that alice made and it answered.
    private RecordedRequest inCall(String method, String from) {
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(200, "OK");
        assertThat(invite.statuses()).containsExactly(200);
        return f.send(
                TRUNK,
                DialogText.of(
                                method,
                                false,
                                "sip:alice@192.0.2.4:40004;transport=tls",
                                ProxyFixture.recordRoutes(sent.request()))
                        .replace("sip:bob@example.org", from));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"MESSAGE, 405", "SUBSCRIBE, 405", "PUBLISH, 405", "REGISTER, 405", "REFER, 403"})
    void inACallATrunkDoesNothingElseEither(String method, int status) {
        RecordedRequest request = inCall(method, "sip:" + OUT + "@one.example");
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(status);
        assertThat(request.finalResponse().getHeader("Warning")).isNotNull();
        assertThat(f.node.sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "INFO", "BYE", "INVITE", "REFER"})
    void inACallATrunkIsNobodyOfOurs(String method) {
        RecordedRequest request = inCall(method, "sip:bob@example.org");
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(407);
        assertThat(f.node.sent()).hasSize(1);
        assertThat(f.archive.events)
                .noneMatch(event -> event instanceof ArchiveEvent.MessageReceived);
        assertThat(f.book.facts().getFirst().calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE", "INFO", "OPTIONS", "NOTIFY", "PRACK", "BYE"})
    void whatACallNeedsGoesOn(String method) {
        var _ = inCall(method, "sip:" + OUT + "@one.example");
        assertThat(f.node.take().request().getMethod()).isEqualTo(method);
    }

    private LoopbackNode.Sent byeOfAlice(RecordedRequest invite) {
        List<String> routes = ProxyFixture.recordRoutes(invite.finalResponse()).reversed();
        f.send(
                ALICE_TLS,
                DialogText.of("BYE", true, "sip:gateway@203.0.113.9", routes)
                        .replace("sip:bob@example.org", "sip:" + OUT + "@example.org"));
        return f.node.take();
    }

    @ParameterizedTest(name = "{0} to BYE: {1} calls")
    @CsvSource({"200, 0", "481, 0", "408, 0", "500, 1", "404, 1", "400, 1"})
    void aLineIsFreeWhenTheTrunkHasHungUp(int status, int calls) {
        RecordedRequest invite = dial(OUT);
        f.node.take().respond(200, "OK");
        LoopbackNode.Sent bye = byeOfAlice(invite);
        assertThat(f.book.facts().getFirst().calls()).isEqualTo(1);
        bye.respond(status, "What");
        assertThat(f.book.facts().getFirst().calls()).isEqualTo(calls);
    }

    @Test
    void aCallOfTheSameNameFreesNoLine() {
        take(60, 1, trunk("one", 30, Transport.UDP));
        RecordedRequest inside = f.send("INVITE");
        LoopbackNode.Sent atBob = f.node.take();
        dial(OUT);
        f.node.take().respond(200, "OK");
        RecordedRequest again = dial(OUT);
        assertThat(again.finalResponse().getStatusCode()).isEqualTo(482);
        atBob.respond(486, "Busy Here");
        assertThat(inside.finalResponse().getStatusCode()).isEqualTo(486);
        assertThat(f.book.facts().getFirst().calls()).isEqualTo(1);
        RecordedRequest another = f.send(ALICE_TLS, to(f.text("INVITE"), OUT).replace("1@", "2@"));
        assertThat(another.finalResponse().getStatusCode()).isEqualTo(403);
    }

    @Test
    void callsThatOnlyRingCountToo() {
        take(60, 1, trunk("one", 30, Transport.UDP));
        dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        RecordedRequest another = f.send(ALICE_TLS, to(f.text("INVITE"), OUT).replace("1@", "2@"));
        assertThat(another.finalResponse().getStatusCode()).isEqualTo(403);
        first.respond(486, "Busy Here");
        f.send(ALICE_TLS, to(f.text("INVITE"), OUT).replace("1@", "3@"));
        assertThat(f.node.sent()).hasSize(2);
    }

    @Test
    void callsFromOutsideThatNobodyAnswersLeaveTheLinesFree() {
        take(60, 5, trunk("one", 1, Transport.UDP));
        RecordedRequest first = f.send(TRUNK, fromTrunk("INVITE", "+4930123417"));
        LoopbackNode.Sent ringing = f.node.take();
        RecordedRequest second =
                f.send(TRUNK, fromTrunk("INVITE", "+4930123417").replace("1@", "2@"));
        assertThat(second.finalResponse().getStatusCode()).isEqualTo(486);
        f.send(ALICE_TLS, to(f.text("INVITE"), OUT).replace("1@", "3@"));
        f.node.take().respond(486, "Busy Here");
        ringing.respond(200, "OK");
        assertThat(first.statuses()).containsExactly(200);
        assertThat(f.book.facts().getFirst().calls()).isEqualTo(1);
    }

    @Test
    void aCallWithATrunkIsNotHandedOn() {
        RecordedRequest invite = dial(OUT);
        f.node.take().respond(200, "OK");
        List<String> routes = ProxyFixture.recordRoutes(invite.finalResponse()).reversed();
        RecordedRequest refer =
                f.send(
                        ALICE_TLS,
                        DialogText.of("REFER", true, "sip:gateway@203.0.113.9", routes)
                                .replace("sip:bob@example.org", "sip:" + OUT + "@example.org"));
        assertThat(refer.finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(refer.finalResponse().getHeader("Warning").toString()).contains("call anew");
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void aCallFromTheTrunkRingsWhoseNumberItIs() {
        RecordedRequest invite =
                f.send(
                        TRUNK,
                        fromTrunk("INVITE", "4930123417")
                                .replace(
                                        "Max-Forwards",
                                        "P-Asserted-Identity: <sip:ceo@example.org>\nP-Asserted-Identity: <sip:+4420999@one.example>\nMax-Forwards"));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
        assertThat(sent.request().getHeader("From").toString()).contains("+4420999@one.example");
        assertThat(sent.request().toString())
                .contains("P-Asserted-Identity: <sip:+4420999@one.example>")
                .doesNotContain("ceo@");
        assertThat(f.book.facts().getFirst().calls()).isZero();
        sent.respond(486, "Busy Here");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(486);
        assertThat(f.book.facts().getFirst().calls()).isZero();
        assertThat(f.archive.events.getLast())
                .isInstanceOfSatisfying(
                        ArchiveEvent.CallRefused.class,
                        event -> {
                            assertThat(event.caller().proof()).isEqualTo(IdentityProof.TRUNK);
                            assertThat(event.caller().address())
                                    .isEqualTo("sip:+4420999@one.example");
                        });
    }

    @Test
    void aNumberMayRingManyAndBeDialledFromInside() {
        f.send(TRUNK, fromTrunk("INVITE", "+49301234"));
        assertThat(f.node.sent()).hasSize(2);
        f.send(BOB_TLS, to(f.text("INVITE"), "030123417").replace("alice@", "bob@"));
        assertThat(f.node.sent().getLast().destination())
                .isEqualTo(new Destination.Existing(ALICE_TLS));
    }

    @Test
    void whereTheRequestUriHasOurLoginTheNumberStandsInTo() {
        f.send(
                TRUNK,
                fromTrunk("INVITE", "+4930123417")
                        .replace("INVITE sip:+4930123417@", "INVITE sip:account77@"));
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "198.51.100.7, +4930123417, 407",
        "203.0.113.9, +4420123, 404",
        "203.0.113.9, alice, 404"
    })
    void nobodyElseIsLetIn(String from, String user, int status) {
        Flow flow = RecordedRequest.flow(Transport.UDP, from, 5060, 0);
        RecordedRequest invite = f.send(flow, fromTrunk("INVITE", user));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(status);
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void keysGoByTlsAlone() {
        RecordedRequest refused =
                f.send(ALICE_TLS, to(f.text("INVITE", "", ProxyFixture.KEYED_SDP), OUT));
        assertThat(refused.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(refused.finalResponse().getHeader("Warning").toString())
                .contains("keys need TLS");
        assertThat(f.node.sent()).isEmpty();

        take(60, 5, trunk("one", 30, Transport.UDP), trunk("two", 30, Transport.TLS));
        f.send(
                ALICE_TLS,
                to(f.text("INVITE", "", ProxyFixture.KEYED_SDP), OUT).replace("1@", "2@"));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination().transport()).isEqualTo(Transport.TLS);
        assertThat(sent.request().toString()).contains("a=crypto");
    }

    @Test
    void accountsComeBeforeThePlan() {
        f.accounts.create(
                new org.earshot.common.address.AddressOfRecord(OUT, "example.org"), "A number");
        assertThat(dial(OUT).finalResponse().getStatusCode()).isEqualTo(480);
        assertThat(f.node.sent()).isEmpty();
    }

    private static Response challenge(LoopbackNode.Sent sent) {
        Response challenge = sent.createResponse(407, "Proxy Authentication Required");
        challenge.addHeader(
                Headers.of(
                        "Proxy-Authenticate",
                        "Digest realm=\"one\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\""));
        return challenge;
    }

    private void takeWithLogin() {
        Trunk plain = trunk("one", 30, Transport.UDP);
        take(
                60,
                5,
                new Trunk(
                        plain.name(),
                        plain.host(),
                        plain.port(),
                        plain.byService(),
                        plain.transport(),
                        plain.domain(),
                        Optional.of(new TrunkLogin("us", "secret")),
                        false,
                        plain.maxCalls(),
                        plain.from(),
                        plain.certified(),
                        plain.number(),
                        plain.identity(),
                        plain.keepAlive(),
                        plain.answerWithin()),
                trunk("two", 30, Transport.UDP));
    }

    @Test
    void aTrunkOfSeveralPlacesIsTriedAtEachBeforeTheNext() {
        take(60, 5, trunk("four", 30, Transport.UDP), trunk("two", 30, Transport.UDP));
        f.book.located(
                "_sip._udp.four.example",
                List.of(
                        new ServiceNames.Service(10, 0, 5070, "a.example"),
                        new ServiceNames.Service(20, 0, 5071, "b.example")));
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        assertThat(first.destination())
                .isEqualTo(
                        new Destination.Address(Transport.UDP, "a.example", 5070, "four.example"));
        first.fail("refused");
        LoopbackNode.Sent second = f.node.take();
        assertThat(second.destination())
                .isEqualTo(
                        new Destination.Address(Transport.UDP, "b.example", 5071, "four.example"));
        assertThat(second.request().getRequestURI().toString()).contains("@four.example");
        second.respond(503, "No");
        LoopbackNode.Sent other = f.node.take();
        assertThat(other.request().getRequestURI().toString()).contains("@two.example");
        other.respond(486, "Busy");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(486);
        assertThat(f.book.facts().getFirst().calls()).isZero();
    }

    @Test
    void aPlaceThatDidNotAnswerIsTriedLastForAWhile() {
        take(60, 5, trunk("four", 30, Transport.UDP));
        f.book.located(
                "_sip._udp.four.example",
                List.of(
                        new ServiceNames.Service(10, 0, 5070, "a.example"),
                        new ServiceNames.Service(20, 0, 5071, "b.example")));
        dial(OUT);
        f.node.take().fail("refused");
        f.node.take().respond(404, "No");
        assertThat(f.book.facts().getFirst().places())
                .extracting(Destination.Address::host)
                .containsExactly("b.example", "a.example");
        f.clock.advance(Duration.ofSeconds(61));
        assertThat(f.book.facts().getFirst().places())
                .extracting(Destination.Address::host)
                .containsExactly("a.example", "b.example");
    }

    @Test
    void aTrunkIsKnownByItsCertificateWhereverItComesFrom() {
        take(60, 5, trunk("five", 30, Transport.TLS));
        Flow gateway = RecordedRequest.flow(Transport.TLS, "198.51.100.9", 41_000, 7);
        String invite =
                to(f.text("INVITE"), "+4930123417")
                        .replace("<sip:alice@example.org>", "<sip:+4420999@five.example>");
        assertThat(f.send(gateway, invite).finalResponse().getStatusCode())
                .as("not shown")
                .isEqualTo(407);
        f.node.certify(gateway, "another.example");
        assertThat(f.send(gateway, invite).finalResponse().getStatusCode()).isEqualTo(407);
        f.node.certify(gateway, "five.example");
        f.send(gateway, invite);
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
    }

    @Test
    void aTrunksChallengeIsAnsweredHere() {
        takeWithLogin();
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        first.respond(challenge(first));
        LoopbackNode.Sent second = f.node.take();
        assertThat(second.request().getHeader("Proxy-Authorization").toString())
                .contains("username=\"us\"", "realm=\"one\"")
                .doesNotContain("secret");
        assertThat(second.request().getHeader("CSeq").toString())
                .isEqualTo(first.request().getHeader("CSeq").toString());
        second.respond(200, "OK");
        assertThat(invite.statuses()).containsExactly(200);
        assertThat(f.book.facts().getFirst().counts().out()).isEqualTo(1);
    }

    @Test
    void aTrunkThatDoesNotTakeOurLoginIsAsOneThatIsDown() {
        takeWithLogin();
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        first.respond(challenge(first));
        LoopbackNode.Sent second = f.node.take();
        second.respond(challenge(second));
        LoopbackNode.Sent other = f.node.take();
        assertThat(other.request().getRequestURI().toString()).contains("two.example");
        assertThat(other.request().getHeader("Proxy-Authorization")).isNull();
        other.fail("refused");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(500);
        assertThat(invite.finalResponse().toString())
                .contains("trunk one does not take our login")
                .doesNotContain("Authenticate");
    }

    @Test
    void nobodyLogsInForACallThatWasGivenUp() {
        takeWithLogin();
        RecordedRequest invite = dial(OUT);
        LoopbackNode.Sent first = f.node.take();
        invite.cancel(RecordedRequest.of(f.text("CANCEL")).message());
        first.respond(challenge(first));
        assertThat(f.node.sent()).hasSize(1);
    }
}
