package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.BOB;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.mime.MimePart;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;

/// What becomes of texts while the archive can't be written.
class LateDeliveryTest extends MessageScene {

    private void relaying() {
        f.configure(ProxyConfig::relayingWhileAway);
        f.unbind(BOB);
        bindDesk();
        goesAway();
        assertThat(send("a moment may be all").statuses()).containsExactly(503);
        f.clock.advance(Duration.ofSeconds(4));
    }

    private void goesAway() {
        f.away = true;
        f.archive.available = false;
    }

    private void comesBack() {
        f.away = false;
        f.archive.available = true;
        f.clock.advance(Duration.ofSeconds(5));
    }

    @Test
    void theyAreRefusedAndTheRecordSaysSoLater() {
        bindDesk();
        goesAway();
        RecordedRequest message = send("hello");
        assertThat(message.statuses()).containsExactly(503);
        assertThat(message.finalResponse().getHeader("Retry-After")).isNotNull();
        f.send(
                ProxyFixture.ALICE_TLS,
                text("to nobody").replace("sip:bob@example.org", "sip:nobody@example.org"));
        assertThat(f.node.sent()).isEmpty();
        comesBack();
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageRefused.class::isInstance)
                .extracting(event -> ((ArchiveEvent.MessageRefused) event).status())
                .containsExactly(503, 404);
    }

    @Test
    void howeverOftenOneIsTriedItsRefusalIsRecordedOnce() {
        bindDesk();
        goesAway();
        String text = text("hello");
        for (int i = 0; i < 20; i++) {
            assertThat(f.send(ProxyFixture.ALICE_TLS, text).statuses()).containsExactly(503);
        }
        f.archive.available = false;
        comesBack();
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageRefused.class::isInstance)
                .hasSize(1);
    }

    @Test
    void policyLetsThemBeRelayedAndTheRecordHasThemLater() {
        relaying();
        RecordedRequest message = send("hello");
        LoopbackNode.Sent sent = f.node.take();
        assertThat(body(sent)).isEqualTo("hello");
        sent.respond(200, "OK");
        assertThat(message.statuses()).containsExactly(200);
        assertThat(f.archive.events).isEmpty();
        comesBack();
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.get(1);
        assertThat(received.late()).isTrue();
        assertThat(received.sender().address()).isEqualTo("sip:alice@example.org");
        assertThat(received.recipients()).containsExactly("sip:bob@example.org");
        assertThat(received.content().body().array()).asString().isEqualTo("hello");
        ArchiveEvent.MessageDelivered delivered =
                (ArchiveEvent.MessageDelivered) f.archive.events.get(2);
        assertThat(delivered.received()).isEqualTo(received.id());
        assertThat(delivered.status()).isEqualTo(200);
        assertThat(f.archive.events.get(3))
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class, gap -> assertThat(gap.events()).isEqualTo(3));
        assertThat(f.node.sent()).hasSize(1);
        send("again");
        assertThat(((ArchiveEvent.MessageReceived) f.archive.events.getLast()).late()).isFalse();
    }

    @Test
    void whatIsOverIsNotRelayedAsNobodyKnowsWhetherItWasTaken() {
        relaying();
        f.storeIsAway = true;
        String late =
                text("late")
                        .replace(
                                "Content-Type:",
                                "Expires: 30\nDate: "
                                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                                f.clock
                                                        .instant()
                                                        .minusSeconds(60)
                                                        .atZone(ZoneId.of("GMT")))
                                        + "\nContent-Type:");
        assertThat(f.send(ProxyFixture.ALICE_TLS, late).statuses()).containsExactly(503);
        f.storeIsAway = false;
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void whoIsNotThereCanGetNone() {
        relaying();
        f.unbind(BOB);
        assertThat(send("hello").statuses()).containsExactly(503);
    }

    @Test
    void whoSendsItAgainHearsTheSameAndNobodyGetsItTwice() {
        relaying();
        String text = text("hello");
        f.send(ProxyFixture.ALICE_TLS, text);
        f.node.take().respond(200, "OK");
        assertThat(f.send(ProxyFixture.ALICE_TLS, text).statuses()).containsExactly(200);
        comesBack();
        assertThat(f.send(ProxyFixture.ALICE_TLS, text).statuses()).containsExactly(200);
        assertThat(f.node.sent()).hasSize(1);
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aPhoneThatDoesNotAnswerMeans480AndTheTextMayBeSentAgain() {
        relaying();
        String text = text("hello");
        RecordedRequest message = f.send(ProxyFixture.ALICE_TLS, text);
        f.clock.advance(Duration.ofSeconds(20));
        assertThat(message.statuses()).containsExactly(480);
        f.send(ProxyFixture.ALICE_TLS, text);
        assertThat(f.node.sent()).hasSize(2);
        f.node.take().timeOut();
        f.node.take().respond(200, "OK");
        comesBack();
        assertThat(outcomes()).containsExactlyInAnyOrder(408, 200);
    }

    @Test
    void aPhoneWithoutCpimGetsTheText() {
        relaying();
        Cpim cpim =
                Cpim.of(
                                CpimAddress.of("sip:alice@example.org"),
                                CpimAddress.of("sip:bob@example.org"),
                                f.clock.instant(),
                                MimePart.text("hello"))
                        .withMessageId("id-1");
        f.send(
                ProxyFixture.ALICE_TLS,
                f.text("MESSAGE", "", new String(cpim.toBytes(), StandardCharsets.UTF_8))
                        .replace("application/sdp", "message/cpim"));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(body(sent)).isEqualTo("hello");
        assertThat(sent.request().getHeader("Content-Type").toString()).contains("text/plain");
    }

    @Test
    void whatAPhoneRefusesIsTheSendersToKnow() {
        relaying();
        RecordedRequest message = send("hello");
        f.node.take().respond(488, "No");
        assertThat(message.statuses()).containsExactly(488);
        comesBack();
        assertThat(outcomes()).containsExactly(488);
    }
}
