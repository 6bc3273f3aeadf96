package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sip.message.Response;
import org.earshot.common.relay.Relay;
import org.earshot.common.relay.RelayCredential;
import org.earshot.common.relay.RelayUri;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// What the phone learns of STUN and TURN servers, and how long it holds.
class RelaysTest {
    private static final String STUN = "<stun:stun.example.org>";

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone = phone(Transport.TLS, List.of());

    private TestPhone phone(Transport transport, List<Relay> configured) {
        return new TestPhone(
                "alice",
                "192.0.2.1",
                transport,
                timers,
                PhoneParts.of("alice")
                        .with(PhoneSettings.of("urn:uuid:0-alice").with(IceUse.AUTO, configured)));
    }

    private static String turn(String password, int seconds) {
        return "<turn:turn.example.org>;username=\"1:alice@example.org\";credential=\"%s\";expires=%d"
                .formatted(password, seconds);
    }

    private LoopbackNode.Sent start(TestPhone which) {
        which.agent.register(which.account);
        return which.node.take();
    }

    private static void answer(LoopbackNode.Sent sent, int expires, String... relays)
            throws Exception {
        Response response = sent.createResponse(200, "OK");
        response.addHeader(
                SipMessages.headers().createHeader("Expires", Integer.toString(expires)));
        for (String relay : relays) {
            response.addHeader(SipMessages.headers().createHeader("Earshot-Relay", relay));
        }
        sent.respond(TestPhone.ofEarshot(response));
    }

    private static List<String> passwords(TestPhone of) {
        return of.agent.relays().stream()
                .map(relay -> relay.credential().map(RelayCredential::password).orElse("-"))
                .toList();
    }

    @Test
    void thePhoneAsksForThemAndNotAtTheEnd() throws Exception {
        LoopbackNode.Sent register = start(phone);
        assertThat(register.request().toString())
                .contains("Earshot-Wants: relay, service, policy, files\r\n");
        answer(register, 600);
        phone.agent.unregister();
        assertThat(phone.node.take().request().toString()).doesNotContain("Earshot-Wants");
    }

    @Test
    void whatTheServerNamesIsThereForCallsInItsOrder() throws Exception {
        assertThat(phone.agent.relays()).isEmpty();
        answer(start(phone), 600, turn("first", 43_200), STUN);
        Instant end = timers.instant().plusSeconds(43_200);
        assertThat(phone.agent.relays())
                .containsExactly(
                        Relay.turn(
                                RelayUri.parse("turn:turn.example.org"),
                                new RelayCredential("1:alice@example.org", "first", end)),
                        Relay.stun(RelayUri.parse("stun:stun.example.org")));
    }

    @Test
    void eachRefreshBringsNewOnesOrNone() throws Exception {
        answer(start(phone), 600, turn("first", 43_200), STUN);
        timers.advance(Duration.ofSeconds(510));
        answer(phone.node.take(), 600, turn("second", 43_200));
        assertThat(passwords(phone)).containsExactly("second");
        timers.advance(Duration.ofSeconds(510));
        answer(phone.node.take(), 600);
        assertThat(phone.agent.relays()).isEmpty();
    }

    @Test
    void theyAreRenewedAtHalfOfTheirLifeWhereThatIsSooner() throws Exception {
        answer(start(phone), 7200, STUN, turn("long", 7200), turn("short", 600));
        timers.advance(Duration.ofSeconds(299));
        assertThat(phone.node.sent()).hasSize(1);
        timers.advance(Duration.ofSeconds(1));
        assertThat(phone.node.sent()).hasSize(2);
        assertThat(passwords(phone)).containsExactly("-", "long", "short");
    }

    @Test
    void noServerMakesThePhoneRegisterEverySecondByThem() throws Exception {
        answer(start(phone), 7200, turn("short", 1));
        timers.advance(Duration.ofSeconds(59));
        assertThat(phone.node.sent()).hasSize(1);
        timers.advance(Duration.ofSeconds(1));
        assertThat(phone.node.sent()).hasSize(2);
    }

    @Test
    void whileTheServerIsAwayTheyHoldUntilTheirEnd() throws Exception {
        answer(start(phone), 7200, turn("first", 1200), STUN);
        timers.advance(Duration.ofMinutes(10));
        phone.node.take().fail("connection refused");
        assertThat(passwords(phone)).containsExactly("first", "-");
        phone.unreachable = true;
        timers.advance(Duration.ofMinutes(10));
        assertThat(passwords(phone)).containsExactly("-");
    }

    @Test
    void afterALongSleepNoneIsUsedThatHasEnded() throws Exception {
        answer(start(phone), 7200, turn("first", 1200));
        phone.sleep(Duration.ofHours(1));
        assertThat(phone.agent.relays()).isEmpty();
    }

    @Test
    void whatIsBrokenIsLeftOut() throws Exception {
        answer(
                start(phone),
                600,
                "<turn:turn.example.org>",
                "nonsense",
                "<stuns:a>",
                turn("right", 600).replace("<turn:", "<turn://"),
                turn("right", 600));
        assertThat(passwords(phone)).containsExactly("right");
    }

    @Test
    void eightAreEnough() throws Exception {
        String[] many =
                IntStream.range(0, 20)
                        .mapToObj(i -> "<stun:stun" + i + ".example.org>")
                        .toArray(String[]::new);
        many[0] = "broken";
        answer(start(phone), 600, many);
        assertThat(phone.agent.relays()).hasSize(8);
        assertThat(phone.agent.relays().getLast().uri().host()).isEqualTo("stun8.example.org");
    }

    /// Anybody on the way could have written them.
    @Test
    void overACleartextConnectionNoTurnServerIsTaken() throws Exception {
        TestPhone udp = phone(Transport.UDP, List.of());
        answer(start(udp), 600, turn("first", 600), STUN);
        assertThat(passwords(udp)).containsExactly("-");
    }

    @Test
    void thoseOfTheSettingsComeFirstAndStand() throws Exception {
        Relay own =
                Relay.turn(
                        RelayUri.parse("turns:turn.example.net"),
                        new RelayCredential("alice", "own", Instant.MAX));
        TestPhone with = phone(Transport.TLS, List.of(own));
        answer(start(with), 600, turn("first", 600));
        assertThat(passwords(with)).containsExactly("own", "first");
        // a credential that stands is no reason to register more often
        assertThat(Relays.renewIn(List.of(own), timers.instant())).isEmpty();
        timers.advance(Duration.ofDays(1));
        assertThat(passwords(with)).containsExactly("own");
    }

    @Test
    void thoseOfOneAccountAreNoneOfTheNext() throws Exception {
        answer(start(phone), 600, turn("first", 43_200));
        phone.agent.unregister();
        assertThat(phone.agent.relays()).isEmpty();
        phone.node.take().respond(200, "OK");
        answer(start(phone), 600);
        assertThat(phone.agent.relays()).isEmpty();
    }

    @Test
    void nothingSecretIsPrinted() throws Exception {
        answer(start(phone), 600, turn("hush", 600));
        assertThat(Stream.of(phone.agent.relays(), Optional.of(phone.agent.relays())).toList())
                .allSatisfy(shown ->
                        assertThat(shown.toString()).contains("turn:").doesNotContain("hush"));
    }
}
