package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.BOB;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;

/// What becomes of texts while the archive can't be written.
class LateRelayTest extends MessageScene {

    private void relaying() {
        f.configure(ProxyConfig::relayingWhileAway);
        f.unbind(BOB);
        bindDesk();
        f.archive.available = false;
    }

    private void archiveComesBack() {
        f.archive.available = true;
        f.clock.advance(Duration.ofSeconds(5));
    }

    @Test
    void theyAreRefusedAndTheRecordSaysSoLater() {
        bindDesk();
        f.archive.available = false;
        RecordedRequest message = send("hello");
        assertThat(message.statuses()).containsExactly(503);
        assertThat(message.finalResponse().getHeader("Retry-After")).isNotNull();
        f.send(
                ProxyFixture.ALICE_TLS,
                text("to nobody").replace("sip:bob@example.org", "sip:nobody@example.org"));
        assertThat(f.node.sent()).isEmpty();
        archiveComesBack();
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageRefused.class::isInstance)
                .extracting(event -> ((ArchiveEvent.MessageRefused) event).status())
                .containsExactly(503, 404);
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
        archiveComesBack();
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getFirst();
        assertThat(received.late()).isTrue();
        assertThat(received.sender().address()).isEqualTo("sip:alice@example.org");
        assertThat(received.recipients()).containsExactly("sip:bob@example.org");
        assertThat(received.content().body().array()).asString().isEqualTo("hello");
        ArchiveEvent.MessageDelivered delivered =
                (ArchiveEvent.MessageDelivered) f.archive.events.get(1);
        assertThat(delivered.received()).isEqualTo(received.id());
        assertThat(delivered.status()).isEqualTo(200);
        assertThat(f.archive.events.get(2))
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class, gap -> assertThat(gap.events()).isEqualTo(2));
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
    void whatAPhoneRefusesIsTheSendersToKnow() {
        relaying();
        RecordedRequest message = send("hello");
        f.node.take().respond(488, "No");
        assertThat(message.statuses()).containsExactly(488);
        archiveComesBack();
        assertThat(outcomes()).containsExactly(488);
    }
}
