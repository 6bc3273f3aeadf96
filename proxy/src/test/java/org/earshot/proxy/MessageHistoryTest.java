package org.earshot.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.message.MessageConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new device gets of before.
class MessageHistoryTest {
    private static final Flow NEW = RecordedRequest.flow(Transport.TLS, "192.0.2.9", 40009, 9);
    private static final String DESK = "urn:uuid:desk";
    private static final String LAPTOP = "urn:uuid:laptop";

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private int sequence;
    private int taken;

    private void fromAlice(String body) {
        f.send(
                ALICE_TLS,
                f.text("MESSAGE", "", body)
                        .replace("application/sdp", "text/plain")
                        .replace("1 MESSAGE", ++sequence + " MESSAGE"));
    }

    private void fromBob(String body) {
        f.send(
                BOB_TLS,
                f.text("MESSAGE", "", body)
                        .replace("application/sdp", "text/plain")
                        .replace("sip:bob@example.org", "sip:TO@example.org")
                        .replace("sip:alice@example.org", "sip:bob@example.org")
                        .replace("sip:TO@example.org", "sip:alice@example.org")
                        .replace("tag=a", "tag=b")
                        .replace("1 MESSAGE", ++sequence + " MESSAGE"));
    }

    private void desk() {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, DESK, true);
    }

    private void laptop() {
        f.bindAsking(BOB, "sip:bob@192.0.2.9:40009;transport=tls", NEW, LAPTOP);
    }

    /// What is on its way, and is taken.
    private List<String> takeAll() {
        List<String> all = new ArrayList<>();
        while (f.node.sent().size() > taken) {
            taken++;
            LoopbackNode.Sent sent = f.node.take();
            all.add(new String(sent.request().getRawContent(), UTF_8));
            sent.respond(200, "OK");
        }
        return all;
    }

    private void talk() {
        desk();
        fromAlice("one");
        takeAll();
        fromBob("two");
        takeAll();
    }

    @Test
    void aNewDeviceThatAsksGetsItMarkedInOrderAndOnce() {
        talk();
        laptop();
        List<String> got = takeAll();
        assertThat(got).hasSize(2);
        assertThat(got.getFirst())
                .contains("NS: earshot <urn:x-earshot:cpim>", "earshot.History: unread")
                .contains("<sip:alice@example.org>", "imdn.Message-ID: ")
                .contains("DateTime: ")
                .endsWith("one");
        assertThat(got.getLast())
                .contains("earshot.History: read", "<sip:bob@example.org>")
                .endsWith("two");
        laptop();
        assertThat(takeAll()).isEmpty();
    }

    @Test
    void whatWasWorthSomethingForAWhileIsHistoryWithoutThatLimit() {
        desk();
        f.send(
                ALICE_TLS,
                f.text("MESSAGE", "Expires: 60", "for a minute")
                        .replace("application/sdp", "text/plain"));
        assertThat(f.node.sent().getFirst().request().getHeader("Expires")).isNotNull();
        takeAll();
        f.clock.advance(Duration.ofMinutes(5));
        f.proxy.messages().maintain();
        laptop();
        assertThat(f.node.sent().getLast().request().getHeader("Expires")).isNull();
        assertThat(takeAll()).singleElement().asString().endsWith("for a minute");
    }

    @Test
    void whoDoesNotAskGetsNone() {
        talk();
        f.bind(BOB, "sip:bob@192.0.2.9:40009;transport=tls", NEW, LAPTOP, true);
        assertThat(takeAll()).isEmpty();
    }

    @Test
    void whatIsNewGoesBeforeHistoryAndHistoryGoesOneByOne() {
        talk();
        fromAlice("three");
        takeAll();
        laptop();
        assertThat(f.node.sent()).hasSize(taken + 1);
        fromAlice("new");
        List<String> toLaptop = new ArrayList<>();
        while (f.node.sent().size() > taken) {
            taken++;
            LoopbackNode.Sent sent = f.node.take();
            if (sent.request().getRequestURI().toString().contains("40009")) {
                toLaptop.add(new String(sent.request().getRawContent(), UTF_8));
            }
            sent.respond(200, "OK");
        }
        assertThat(toLaptop).hasSize(4);
        assertThat(toLaptop.get(1)).endsWith("new").doesNotContain("earshot.History");
        assertThat(toLaptop.getLast()).endsWith("three").contains("earshot.History");
    }

    @Test
    void withoutHistoryNothingIsKept() {
        f.configureMessages(config ->
                new MessageConfig(
                        config.maxBytes(),
                        config.perSecond(),
                        config.burst(),
                        config.expires(),
                        config.maxWaiting(),
                        config.blockedAnswer(),
                        false,
                        Duration.ZERO,
                        config.retryAfter()));
        talk();
        laptop();
        assertThat(takeAll()).isEmpty();
    }

    @Test
    void nobodyElseSaysWhatIsHistory() {
        desk();
        f.send(
                ALICE_TLS,
                f.text(
                                "MESSAGE",
                                "",
                                """
                                From: <sip:alice@example.org>
                                To: <sip:bob@example.org>
                                NS: earshot <urn:x-earshot:cpim>
                                earshot.History: read

                                Content-Type: text/plain

                                hush\
                                """)
                        .replace("application/sdp", "message/cpim"));
        List<String> got = takeAll();
        assertThat(got).hasSize(1);
        assertThat(got.getFirst()).endsWith("hush").doesNotContain("History");
    }

    @Test
    void whatWaitsForAKnownDeviceIsWithheldFromANewOne() {
        desk();
        f.unbind(BOB);
        fromAlice("before");
        f.withholding.hold(BOB, Set.of(DESK));
        f.bind(BOB, "sip:bob@192.0.2.9:40009;transport=tls", NEW, LAPTOP, false);
        assertThat(takeAll()).isEmpty();
        fromAlice("from now on");
        assertThat(takeAll()).containsExactly("from now on");
    }

    @Test
    void itIsWithheldUntilSomebodyAgrees() {
        talk();
        f.withholding.hold(BOB, Set.of(DESK));
        laptop();
        assertThat(takeAll()).hasSize(2).allMatch(text -> text.contains("/allow"));
        fromAlice("from now on");
        assertThat(takeAll()).hasSize(2).allMatch(text -> text.endsWith("from now on"));
        f.withholding.release(BOB, Optional.of(LAPTOP));
        laptop();
        assertThat(takeAll()).hasSize(2).allMatch(text -> text.contains("earshot.History"));
    }
}
