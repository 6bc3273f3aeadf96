package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3261 §10.2 and §22, RFC 5626.
class RegistrationTest {
    private static final String SHA_256 =
            "Digest realm=\"example.org\",nonce=\"n1\",algorithm=SHA-256,qop=\"auth\"";
    private static final String MD5 =
            "Digest realm=\"example.org\",nonce=\"n1\",algorithm=MD5,qop=\"auth\"";

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);

    private LoopbackNode.Sent start() {
        phone.agent.register(phone.account);
        return phone.node.take();
    }

    private static void challenge(LoopbackNode.Sent sent, String... challenges) throws Exception {
        Response response = sent.createResponse(401, "Unauthorized");
        for (String challenge : challenges) {
            response.addHeader(SipMessages.headers().createHeader("WWW-Authenticate", challenge));
        }
        sent.respond(TestPhone.ofEarshot(response));
    }

    private static void with(LoopbackNode.Sent sent, int status, String name, String value)
            throws Exception {
        Response response = sent.createResponse(status, "Reason");
        response.addHeader(SipMessages.headers().createHeader(name, value));
        sent.respond(TestPhone.ofEarshot(response));
    }

    private UserAgentEvent.RegistrationFailed failure() {
        return phone.last(UserAgentEvent.RegistrationFailed.class);
    }

    @Test
    void theRequestNamesPhoneAndFlow() {
        String text = start().request().toString();
        assertThat(text)
                .startsWith("REGISTER sip:example.org SIP/2.0")
                .contains("+sip.instance=\"<urn:uuid:0-alice>\"")
                .contains("reg-id=1")
                .contains("transport=tls")
                .contains("Supported: outbound, path");
    }

    @Test
    void registeredIsToldOnceAndRefreshedInTime() throws Exception {
        with(start(), 200, "Expires", "100");
        assertThat(phone.last(UserAgentEvent.Registered.class).expires())
                .isEqualTo(Duration.ofSeconds(100));
        timers.advance(Duration.ofSeconds(84));
        assertThat(phone.node.sent()).hasSize(1);
        timers.advance(Duration.ofSeconds(1));
        LoopbackNode.Sent refresh = phone.node.take();
        TestPhone.welcome(refresh);
        assertThat(phone.events(UserAgentEvent.Registered.class)).hasSize(1);
        assertThat(refresh.request().getHeader("CSeq").toString()).contains("CSeq: 2 REGISTER");
    }

    @Test
    void whatTheServerWantsTheUserToKnowIsToldWhenItChanges() throws Exception {
        LoopbackNode.Sent sent = start();
        Response response = sent.createResponse(200, "OK");
        response.addHeader(SipMessages.headers().createHeader("Expires", "100"));
        response.addHeader(
                SipMessages.headers().createHeader("Earshot-Notice", "Messages may be reviewed."));
        sent.respond(TestPhone.ofEarshot(response));
        assertThat(phone.events(UserAgentEvent.NoticeChanged.class))
                .containsExactly(new UserAgentEvent.NoticeChanged("Messages may be reviewed."));
        timers.advance(Duration.ofSeconds(85));
        with(phone.node.take(), 200, "Earshot-Notice", "Messages may be reviewed.");
        assertThat(phone.events(UserAgentEvent.NoticeChanged.class)).hasSize(1);
        timers.advance(Duration.ofHours(1));
        TestPhone.welcome(phone.node.take());
        assertThat(phone.last(UserAgentEvent.NoticeChanged.class).text()).isEmpty();
    }

    @Test
    void theStrongestChallengeIsAnswered() throws Exception {
        challenge(start(), MD5, SHA_256);
        Request again = phone.node.take().request();
        assertThat(again.getHeader("Authorization").toString())
                .contains("username=\"alice\"")
                .contains("algorithm=SHA-256")
                .contains("nc=00000001");
        assertThat(again.getHeader("CSeq").toString()).contains("CSeq: 2 REGISTER");
    }

    @Test
    void aWrongPasswordIsSaidAndNotRepeated() throws Exception {
        challenge(start(), SHA_256);
        challenge(phone.node.take(), SHA_256);
        assertThat(failure().reason()).contains("wrong password");
        assertThat(failure().retryIn()).isEmpty();
        timers.advance(Duration.ofHours(1));
        assertThat(phone.node.sent()).hasSize(2);
    }

    @Test
    void aStaleNonceIsAnsweredOnceMore() throws Exception {
        challenge(start(), SHA_256);
        challenge(phone.node.take(), SHA_256.replace("n1", "n2") + ",stale=true");
        LoopbackNode.Sent third = phone.node.take();
        assertThat(third.request().getHeader("Authorization").toString()).contains("n2");
        TestPhone.welcome(third);
        assertThat(phone.events(UserAgentEvent.Registered.class)).hasSize(1);
    }

    @Test
    void md5IsNotAnsweredAfterSha256() throws Exception {
        challenge(start(), SHA_256);
        TestPhone.welcome(phone.node.take());
        timers.advance(Duration.ofMinutes(9));
        challenge(phone.node.take(), MD5);
        assertThat(failure().reason()).contains("only MD5");
        assertThat(phone.node.sent()).hasSize(3);
    }

    @Test
    void aCalleesRealmGetsNoPassword() throws Exception {
        challenge(start(), SHA_256);
        TestPhone.welcome(phone.node.take());
        phone.agent.chat().send("bob", "hi");
        challenge(phone.node.take(), SHA_256.replace("example.org", "trap.example"));
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).reason())
                .contains("not for this account's domain");
    }

    @Test
    void tooBriefAsksForLonger() throws Exception {
        with(start(), 423, "Min-Expires", "1800");
        assertThat(phone.node.take().request().getHeader("Expires").toString()).contains("1800");
    }

    @Test
    void forbiddenIsFinal() {
        start().respond(403, "Forbidden");
        assertThat(failure().retryIn()).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsTriedWithinASecondAndThenLessOften() {
        start().fail("connection refused");
        assertThat(failure().retryIn().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 12; i++) {
            timers.advance(failure().retryIn().orElseThrow());
            phone.node.take().fail("connection refused");
        }
        assertThat(failure().retryIn().orElseThrow())
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        timers.advance(failure().retryIn().orElseThrow());
        TestPhone.welcome(phone.node.take());
        assertThat(phone.events(UserAgentEvent.Registered.class)).hasSize(1);
    }

    @Test
    void noWayToTheServer() {
        phone.unreachable = true;
        phone.agent.register(phone.account);
        assertThat(failure().reason()).isEqualTo("no way to the server: connection refused");
        phone.unreachable = false;
        timers.advance(Duration.ofSeconds(1));
        TestPhone.welcome(phone.node.take());
        assertThat(phone.events(UserAgentEvent.Registered.class)).hasSize(1);
    }

    @Test
    void aLostConnectionIsReplacedWithinASecond() {
        TestPhone.welcome(start());
        phone.agent.flowClosed(phone.flow);
        assertThat(failure().reason()).isEqualTo("the connection to the server was lost");
        timers.advance(Duration.ofSeconds(1));
        TestPhone.welcome(phone.node.take());
        assertThat(phone.events(UserAgentEvent.Registered.class)).hasSize(2);
    }

    @Test
    void aConnectionOverWhichNoAnswerComesIsNotUsedAgain() {
        start().timeOut();
        assertThat(failure().reason()).isEqualTo("no answer from the server");
        assertThat(phone.closed).containsExactly(phone.flow);
    }

    @Test
    void connectionsAreKeptAlive() {
        TestPhone.welcome(start());
        timers.advance(Duration.ofSeconds(60));
        assertThat(phone.keptAlive).hasSizeBetween(2, 3);
    }

    @Test
    void behindANatUdpIsKeptAliveToo() {
        TestPhone udp = new TestPhone("alice", "192.0.2.1", Transport.UDP, timers).registered();
        timers.advance(Duration.ofSeconds(60));
        assertThat(udp.keptAlive).hasSizeBetween(2, 3);
    }

    @Test
    void aPauseThatTheServerAsksForIsNotTheEndAndIsNotCutShort() throws Exception {
        with(start(), 403, "Retry-After", "40");
        assertThat(failure().retryIn()).contains(Duration.ofSeconds(40));
        phone.agent.chat().send("bob", "hi"); // somebody waits
        timers.advance(Duration.ofSeconds(39));
        assertThat(requests("REGISTER")).isEqualTo(1);
        timers.advance(Duration.ofSeconds(1));
        assertThat(requests("REGISTER")).isEqualTo(2);
    }

    private long requests(String method) {
        return phone.node.sent().stream()
                .filter(s -> s.request().getMethod().equals(method))
                .count();
    }

    @Test
    void retryAfterIsRespected() throws Exception {
        with(start(), 503, "Retry-After", "30");
        assertThat(failure().retryIn()).contains(Duration.ofSeconds(30));
    }

    private static Destination.Address place(String host) {
        return new Destination.Address(Transport.TLS, host, 5061, "example.org");
    }

    /// At a server that only the domain has named.
    private LoopbackNode.Sent startByService(String... hosts) {
        phone.places = Stream.of(hosts).map(RegistrationTest::place).toList();
        phone.agent.register(Account.of("sip:alice@example.org", "secret", "", "tls"));
        return phone.node.take();
    }

    @Test
    void whereThereIsNoWayToAServerOfTheDomainItsNextOneIsTried() {
        phone.refusing.add("a.example.net");
        LoopbackNode.Sent sent = startByService("a.example.net", "b.example.net");
        assertThat(sent.destination()).isEqualTo(place("b.example.net"));
        assertThat(sent.request().getRequestURI()).hasToString("sip:example.org");
        TestPhone.welcome(sent);
        assertThat(phone.events(UserAgentEvent.RegistrationFailed.class)).isEmpty();
        phone.agent.chat().send("bob", "hi");
        assertThat(phone.node.take().destination()).isEqualTo(place("b.example.net"));
    }

    @Test
    void aRefreshGoesToTheServerThatKnowsUs() throws Exception {
        phone.refusing.add("a.example.net");
        with(startByService("a.example.net", "b.example.net"), 200, "Expires", "100");
        phone.refusing.clear();
        timers.advance(Duration.ofSeconds(85));
        assertThat(phone.node.take().destination()).isEqualTo(place("b.example.net"));
    }

    @Test
    void aServerThatCanNotServeIsNotTriedFirstAgain() throws Exception {
        with(startByService("a.example.net", "b.example.net"), 503, "Retry-After", "30");
        timers.advance(Duration.ofSeconds(30));
        assertThat(phone.node.take().destination()).isEqualTo(place("b.example.net"));
    }

    @Test
    void aConnectionThatBreaksIsNoReasonToGoElsewhere() {
        TestPhone.welcome(startByService("a.example.net", "b.example.net"));
        phone.agent.flowClosed(phone.flow);
        timers.advance(Duration.ofSeconds(1));
        assertThat(phone.node.take().destination()).isEqualTo(place("a.example.net"));
    }

    @Test
    void whereThereIsNoWayToAnyOfThemTheFirstOnesReasonIsTold() {
        phone.refusing.addAll(Set.of("a.example.net", "b.example.net"));
        phone.places = List.of(place("a.example.net"), place("b.example.net"));
        phone.agent.register(Account.of("sip:alice@example.org", "secret", "", "tls"));
        assertThat(phone.node.sent()).isEmpty();
        assertThat(failure().reason()).isEqualTo("no way to the server: connection refused");
        assertThat(failure().retryIn()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, '', true",
        "sip:alice@example.org, sip.example.org, false",
        "sip:alice@127.0.0.1, '', false",
        "sip:alice@[2001:db8::1], '', false",
        "sip:alice@localhost, '', false"
    })
    void nameServersAreAskedWhereNobodyNamedAServer(
            String address, String server, boolean byService) {
        assertThat(Account.of(address, "secret", server, "tls").byService()).isEqualTo(byService);
    }

    @Test
    void loggingOut() {
        TestPhone.welcome(start());
        phone.agent.unregister();
        Request last = phone.node.take().request();
        assertThat(last.getHeader("Contact").toString()).contains("expires=0");
        assertThat(phone.events(UserAgentEvent.Unregistered.class)).hasSize(1);
        timers.advance(Duration.ofHours(1));
        assertThat(phone.node.sent()).hasSize(2);
    }
}
