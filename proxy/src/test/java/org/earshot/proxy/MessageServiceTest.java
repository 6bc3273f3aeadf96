package org.earshot.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written to the server itself.
class MessageServiceTest {
    private static final Flow NEW = RecordedRequest.flow(Transport.TLS, "192.0.2.9", 40009, 9);
    private static final String DESK = "urn:uuid:desk";
    private static final String LAPTOP = "urn:uuid:laptop";
    private static final String TO_DESK = "40005";
    private static final String TO_LAPTOP = "40009";

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private int sequence;
    private int taken;

    private RecordedRequest write(Flow flow, String text) {
        return f.send(
                flow,
                f.text("MESSAGE", "", "BODY")
                        .replace("application/sdp", "text/plain")
                        .replace("sip:bob@example.org", "sip:earshot@example.org")
                        .replace("sip:alice@example.org", "sip:bob@example.org")
                        .replace("tag=a", "tag=b" + flow.remote().getPort())
                        .replace("1 MESSAGE", ++sequence + " MESSAGE")
                        .replace("BODY", text));
    }

    /// What goes to a phone, which takes it; of others too.
    private List<String> take(String port) {
        List<String> mine = new ArrayList<>();
        while (f.node.sent().size() > taken) {
            taken++;
            LoopbackNode.Sent sent = f.node.take();
            if (sent.request().getRequestURI().toString().contains(port)) {
                mine.add(new String(sent.request().getRawContent(), UTF_8));
            }
            sent.respond(200, "OK");
        }
        return mine;
    }

    private String answer(Flow flow, String text) {
        assertThat(write(flow, text).finalResponse().getStatusCode()).isBetween(200, 202);
        List<String> said = take("4000");
        assertThat(said).hasSize(1);
        return said.getFirst();
    }

    private void desk() {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, DESK, false);
    }

    private void laptop() {
        f.authenticator.trust(NEW, f.bob);
        f.bindAsking(BOB, "sip:bob@192.0.2.9:40009;transport=tls", NEW, LAPTOP);
    }

    /// Alice wrote something, then an administrator set another password, and there is a new device.
    ///
    /// @return its code
    private String waitingLaptop() {
        desk();
        f.send(
                ALICE_TLS,
                f.text("MESSAGE", "", "of before").replace("application/sdp", "text/plain"));
        take(TO_DESK);
        f.withholding.hold(BOB, Set.of(DESK));
        laptop();
        return code(take(TO_LAPTOP).getFirst());
    }

    private static String code(String text) {
        Matcher code = Pattern.compile("/allow ([0-9]{4}-[0-9]{4})").matcher(text);
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private List<ArchiveEvent.HistoryReleased> released() {
        return f.archive.events.stream()
                .filter(ArchiveEvent.HistoryReleased.class::isInstance)
                .map(ArchiveEvent.HistoryReleased.class::cast)
                .toList();
    }

    private boolean isWithheld() {
        return f.withholding.isWithheld(BOB, Optional.of(LAPTOP));
    }

    @Test
    void itSaysWhatItUnderstands() {
        desk();
        assertThat(answer(BOB_TLS, "/help"))
                .contains("/block ADDRESS", "/unblock ADDRESS", "/blocked", "/allow CODE");
        assertThat(answer(BOB_TLS, "good morning")).contains("This is the server", "/help");
    }

    @Test
    void whatIsWrittenIsInTheRecordAndGoesToNobody() {
        desk();
        laptop();
        take("");
        write(BOB_TLS, "/blocked");
        assertThat(take(TO_LAPTOP)).isEmpty();
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .map(event -> (ArchiveEvent.MessageReceived) event)
                .anyMatch(event -> event.recipients().equals(List.of("sip:earshot@example.org")))
                .anyMatch(event -> event.sender().address().equals("sip:earshot@example.org"));
    }

    @Test
    void aSenderIsBlockedListedAndUnblocked() {
        desk();
        assertThat(answer(BOB_TLS, "/blocked")).isEqualTo("You have blocked nobody.");
        assertThat(answer(BOB_TLS, "/block Alice")).contains("no messages of alice@example.org");
        assertThat(f.messages.isBlocked("sip:bob@example.org", "sip:alice@example.org")).isTrue();
        assertThat(answer(BOB_TLS, "/block <sip:alice@example.org>")).contains("already");
        assertThat(answer(BOB_TLS, "/blocked")).contains("alice@example.org");
        f.send(ALICE_TLS, f.text("MESSAGE", "", "hey").replace("application/sdp", "text/plain"));
        assertThat(take(TO_DESK)).isEmpty();
        assertThat(answer(BOB_TLS, "/unblock alice@example.org")).contains("again");
        assertThat(f.messages.isBlocked("sip:bob@example.org", "sip:alice@example.org")).isFalse();
        assertThat(answer(BOB_TLS, "/unblock alice")).contains("was not blocked");
    }

    @Test
    void whatCannotBeBlockedIsSaidSo() {
        desk();
        assertThat(answer(BOB_TLS, "/block bob")).contains("can't be blocked");
        assertThat(answer(BOB_TLS, "/block earshot")).contains("can't be blocked");
        assertThat(answer(BOB_TLS, "/block tel:+49")).contains("is no address");
    }

    @Test
    void aNewDeviceIsToldItsCodeOnceAndTheKnownOnesThatItAsks() {
        desk();
        f.withholding.hold(BOB, Set.of(DESK));
        laptop();
        List<String> all = take("4000");
        assertThat(all).hasSize(2);
        assertThat(all).anyMatch(text -> text.contains("an administrator has set a new password"));
        assertThat(all).anyMatch(text -> text.contains("the code that it shows"));
        laptop();
        assertThat(take("4000")).isEmpty();
    }

    @Test
    void aKnownDeviceAllowsANewOneAndTheRecordSaysSo() {
        String code = waitingLaptop();
        write(BOB_TLS, "/allow " + code);
        List<String> toLaptop = take(TO_LAPTOP);
        assertThat(toLaptop).anyMatch(text -> text.endsWith("of before"));
        assertThat(toLaptop).anyMatch(text -> text.contains("has agreed"));
        assertThat(isWithheld()).isFalse();
        assertThat(released()).hasSize(1);
        ArchiveEvent.HistoryReleased event = released().getFirst();
        assertThat(event.account()).isEqualTo("sip:bob@example.org");
        assertThat(event.sender().orElseThrow().address()).isEqualTo("sip:bob@example.org");
        assertThat(event.byDevice()).contains(DESK);
        assertThat(event.device()).contains(LAPTOP);
    }

    @Test
    void aDeviceThatWaitsAllowsNobodyNorItself() {
        String code = waitingLaptop();
        write(NEW, "/allow " + code);
        assertThat(take(TO_LAPTOP)).singleElement().asString().contains("This device can't");
        assertThat(isWithheld()).isTrue();
    }

    @Test
    void someElseCannotAllow() {
        String code = waitingLaptop();
        RecordedRequest refused =
                f.send(
                        ALICE_TLS,
                        f.text("MESSAGE", "", "/allow " + code)
                                .replace("application/sdp", "text/plain")
                                .replace("sip:bob@example.org", "sip:earshot@example.org")
                                .replace("1 MESSAGE", ++sequence + " MESSAGE"));
        assertThat(refused.finalResponse().getStatusCode()).isEqualTo(202);
        assertThat(isWithheld()).isTrue();
    }

    @Test
    void whatComesByUdpAllowsNothing() {
        String code = waitingLaptop();
        f.authenticator.trust(BOB_UDP, f.bob);
        f.bind(BOB, "sip:bob@192.0.2.6:5060", BOB_UDP, DESK, false);
        write(BOB_UDP, "/allow " + code);
        assertThat(take("")).last().asString().contains("UDP");
        assertThat(isWithheld()).isTrue();
    }

    @Test
    void wrongCodesAreSaidSoAndSoonNotTriedAnyMore() {
        String code = waitingLaptop();
        assertThat(answer(BOB_TLS, "/allow nothing")).contains("eight digits");
        String wrong = code.startsWith("0") ? "1111-1111" : "0000-0000";
        for (int i = 0; i < 4; i++) {
            assertThat(answer(BOB_TLS, "/allow " + wrong)).contains("No device", wrong);
        }
        assertThat(answer(BOB_TLS, "/allow " + code)).contains("Too many");
        assertThat(isWithheld()).isTrue();
        f.clock.advance(Duration.ofMinutes(1));
        write(BOB_TLS, "/allow " + code);
        assertThat(isWithheld()).isFalse();
    }

    @Test
    void whatCannotBeRecordedDoesNotHappen() {
        String code = waitingLaptop();
        f.archive.available = false;
        write(BOB_TLS, "/allow " + code);
        assertThat(isWithheld()).isTrue();
    }

    @Test
    void aCommandIsInTheRecordBeforeItIsCarriedOut() {
        desk();
        f.archive.available = false;
        assertThat(write(BOB_TLS, "/block alice").statuses()).containsExactly(503);
        assertThat(f.messages.isBlocked("sip:bob@example.org", "sip:alice@example.org")).isFalse();
        assertThat(take("4000")).isEmpty();
    }

    @Test
    void aCommandThatACrashCutOffIsCarriedOutWhenItComesAgain() {
        desk();
        f.archive.afterCommit =
                () -> {
                    throw new IllegalStateException("as if the process had ended here");
                };
        assertThat(write(BOB_TLS, "/block alice").statuses()).containsExactly(500);
        assertThat(f.messages.isBlocked("sip:bob@example.org", "sip:alice@example.org")).isFalse();
        f.configureMessages(config -> config);
        sequence--; // the same once more
        assertThat(answer(BOB_TLS, "/block alice")).contains("no messages of alice@example.org");
        assertThat(f.messages.isBlocked("sip:bob@example.org", "sip:alice@example.org")).isTrue();
        f.configureMessages(config -> config);
        sequence--;
        assertThat(write(BOB_TLS, "/block alice").statuses()).containsExactly(202);
        assertThat(take("4000")).as("was answered before").isEmpty();
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .as("command and answer")
                .hasSize(2);
    }

    @Test
    void whereNothingIsWithheldThatIsSaid() {
        desk();
        assertThat(answer(BOB_TLS, "/allow 1234-5678")).contains("Nothing is withheld");
    }
}
