package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;

/// The server answers for a message: it reaches each device, in order and once, whenever that is there.
class MessageDeliveryTest extends MessageScene {
    private static final Flow NEW = RecordedRequest.flow(Transport.TLS, "192.0.2.9", 40009, 9);

    @Test
    void theRequestIsOursInTheSendersName() {
        bindDesk();
        f.send(ALICE_TLS, text("hello").replace("To: <sip:bob", "Subject: Lunch\nTo: <sip:bob"));
        Request request = f.node.take().request();
        FromHeader from = (FromHeader) request.getHeader("From");
        assertThat(from.getAddress().toString().strip())
                .isEqualTo("\"Alice A.\" <sip:alice@example.org>");
        assertThat(from.getTag()).isEqualTo("a");
        assertThat(request.getHeader("To").toString().strip())
                .isEqualTo("To: <sip:bob@example.org>");
        assertThat(((CallIdHeader) request.getHeader("Call-ID")).getCallId()).isEqualTo("1@phone");
        assertThat(((CSeqHeader) request.getHeader("CSeq")).getSeqNumber()).isEqualTo(1);
        assertThat(request.getRequestURI().toString())
                .isEqualTo("sip:bob@192.0.2.5:40005;transport=tls");
        assertThat(request.toString())
                .contains("Subject: Lunch")
                .contains("Date: Thu, 01 Jan 2026 00:00:00 GMT")
                .contains("Content-Type: text/plain")
                .contains("Max-Forwards: 69")
                .doesNotContain("Contact")
                .doesNotContain("Authorization");
    }

    @Test
    void nobodyThereIs202AndWhoComesGetsIt() {
        RecordedRequest message = send("hello");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(202);
        assertThat(f.node.sent()).isEmpty();
        bindDesk();
        LoopbackNode.Sent sent = f.node.take();
        assertThat(body(sent)).isEqualTo("hello");
        sent.respond(200, "OK");
        f.unbind(BOB);
        bindDesk();
        assertThat(f.node.sent()).hasSize(1);
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageDelivered.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whoIsFoundInTheStoreBeforeItIsOfferedIsAnsweredAllTheSame() {
        bindDesk();
        f.archive.afterCommit =
                () -> {
                    f.unbind(BOB);
                    bindDesk();
                };
        RecordedRequest message = send("hello");
        assertThat(f.node.sent()).hasSize(1);
        f.node.take().respond(200, "OK");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(200);
    }

    @Test
    void whatComesAtTheMomentAtWhichAPhoneIsBackWaitsForWhatWaitedBefore() {
        bindDesk();
        f.unbind(BOB);
        send("one");
        List<Runnable> first = new ArrayList<>(List.of(() -> send("two")));
        f.changes.subscribe(
                Topic.REGISTRATION,
                _ -> {
                    if (!first.isEmpty()) {
                        first.removeFirst().run();
                    }
                });
        f.configureMessages(config -> config); // hears of it after us
        f.clock.advance(Duration.ofMinutes(3));
        f.proxy.messages().maintain();
        assertThat(f.proxy.messages().queues()).as("in memory").isZero();
        bindDesk();
        LoopbackNode.Sent one = f.node.take();
        assertThat(body(one)).isEqualTo("one");
        one.respond(200, "OK");
        assertThat(body(f.node.take())).isEqualTo("two");
    }

    @Test
    void aPhoneThatReplacesAnotherGetsWhatNoneTookAndTheLampGoesOut() {
        bindDesk();
        f.unbind(BOB);
        List<String> told = toldToWait();
        send("one");
        send("two");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told.getLast()).isEqualTo("sip:bob@example.org 2");
        f.bind(BOB, "sip:bob@192.0.2.9:40009;transport=tls", NEW, "urn:uuid:new", false);
        for (String text : List.of("one", "two")) {
            LoopbackNode.Sent sent = f.node.take();
            assertThat(sent.request().getRequestURI().toString()).contains("192.0.2.9");
            assertThat(body(sent)).isEqualTo(text);
            sent.respond(200, "OK");
        }
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told.getLast()).isEqualTo("sip:bob@example.org 0");
        assertThat(waiting()).as("the old one may come back").containsExactly("one", "two");
        f.unbind(BOB);
        f.bind(BOB, "sip:bob@192.0.2.9:40009;transport=tls", NEW, "urn:uuid:newer", false);
        assertThat(f.node.sent()).as("what one has taken waits for no new one").hasSize(2);
    }

    @Test
    void whatAPhoneTakesAtOnceHasNeverWaited() {
        List<String> told = toldToWait();
        bindDesk();
        send("hello");
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofMinutes(1));
        assertThat(told).isEmpty();
    }

    @Test
    void whoeverShowsWhatWaitsHearsThatItCameAndThatItWent() {
        List<String> told = toldToWait();
        send("one");
        send("two");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("sip:bob@example.org 2");
        bindDesk();
        f.node.take().respond(200, "OK");
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("sip:bob@example.org 2", "sip:bob@example.org 0");
    }

    @Test
    void whatAPhoneDoesNotTakeNowWaits() {
        bindDesk();
        List<String> told = toldToWait();
        send("hello");
        f.node.take().respond(480, "Temporarily Unavailable");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("sip:bob@example.org 1");
        f.clock.advance(Duration.ofSeconds(30));
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("sip:bob@example.org 1", "sip:bob@example.org 0");
    }

    @Test
    void oneRefusalForGoodGoesBackAndNothingWaits() {
        bindDesk();
        RecordedRequest message = send("hello");
        f.node.take().respond(488, "Not Acceptable Here");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(waiting()).isEmpty();
        ArchiveEvent.MessageDelivered delivered =
                (ArchiveEvent.MessageDelivered) f.archive.events.getLast();
        assertThat(delivered.status()).isEqualTo(488);
    }

    @Test
    void aRefusalIsNoAnswerWhileAnotherDeviceIsOff() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, "urn:uuid:mobile", false);
        f.unbind(BOB);
        bindDesk();
        RecordedRequest message = send("hello");
        f.node.take().respond(606, "Not Acceptable");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(202);
    }

    @Test
    void messagesOfOneConversationGoOneAfterTheOther() {
        bindDesk();
        send("one");
        send("two");
        assertThat(f.node.sent()).hasSize(1);
        f.send(CAROL_TLS, fromCarol("other"));
        LoopbackNode.Sent first = f.node.take();
        assertThat(body(f.node.take())).isEqualTo("other");
        first.respond(200, "OK");
        assertThat(body(f.node.take())).isEqualTo("two");
    }

    @Test
    void whatDoesNotFitIntoMemoryComesFromTheStoreInOrder() {
        bindDesk();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            texts.add("text " + i);
            send("text " + i);
        }
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            LoopbackNode.Sent sent = f.node.take();
            got.add(body(sent));
            sent.respond(200, "OK");
        }
        assertThat(got).isEqualTo(texts);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whatComesAgainIsAnsweredAsBeforeAndGoesNowhere() {
        bindDesk();
        String message = text("hello");
        RecordedRequest first = f.send(ALICE_TLS, message);
        RecordedRequest meanwhile = f.send(ALICE_TLS, message);
        f.node.take().respond(200, "OK");
        RecordedRequest later = f.send(ALICE_TLS, message);
        for (RecordedRequest one : List.of(first, meanwhile, later)) {
            assertThat(one.statuses()).containsExactly(200);
        }
        assertThat(f.node.sent()).hasSize(1);
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whatIsCommittedAndNotAnchoredIsNeitherRefusedNorDelivered() {
        bindDesk();
        f.archive.anchors = false;
        RecordedRequest message = send("hello");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(202);
        f.clock.advance(Duration.ofSeconds(20));
        assertThat(f.node.sent()).isEmpty();
        bindDesk();
        assertThat(f.node.sent()).isEmpty();
        f.archive.anchors = true;
        f.clock.advance(Duration.ofSeconds(5));
        assertThat(body(f.node.take())).isEqualTo("hello");
    }

    @Test
    void afterARestartToo() {
        bindDesk();
        String message = text("hello");
        f.send(ALICE_TLS, message);
        f.node.take().respond(200, "OK");
        String other = text("not yet");
        f.send(ALICE_TLS, other);
        f.node.take();

        f.configure(config -> config);

        LoopbackNode.Sent again = f.node.take(); // what nobody had taken is sent at the start
        assertThat(body(again)).isEqualTo("not yet");
        assertThat(f.send(ALICE_TLS, message).statuses()).containsExactly(200);
        assertThat(f.send(ALICE_TLS, other).statuses()).containsExactly(202);
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aPhoneOfAnotherNodeIsThatNodes() {
        f.elsewhere.add(BOB_TLS);
        bindDesk();
        List<Change> heard = new ArrayList<>();
        f.changes.subscribe(Topic.MESSAGES, heard::add);
        RecordedRequest message = send("hello");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(202);
        assertThat(f.node.sent()).isEmpty();
        assertThat(heard).containsExactly(Change.of(Topic.MESSAGES, BOB));

        // that node is this one now
        f.elsewhere.clear();
        f.changes.announce(Change.of(Topic.MESSAGES, BOB));
        assertThat(body(f.node.take())).isEqualTo("hello");
    }

    @Test
    void whatAnotherNodeHasQueuedGoesFirstThoughThatNodeHasNotSaidSo() {
        bindDesk();
        f.sendToAnotherNode(ALICE_TLS, text("first"));
        send("second");
        LoopbackNode.Sent first = f.node.take();
        assertThat(body(first)).isEqualTo("first");
        first.respond(200, "OK");
        assertThat(body(f.node.take())).isEqualTo("second");
    }

    @Test
    void whatAnotherNodesPhoneTakesAtOnceIs200() {
        f.elsewhere.add(BOB_TLS);
        bindDesk();
        List<Change> told = new ArrayList<>();
        f.changes.subscribe(Topic.TAKEN, told::add);
        RecordedRequest message = send("hello");
        assertThat(message.answered()).isFalse();
        f.elsewhere.clear(); // that node is this one now
        f.changes.announce(Change.of(Topic.MESSAGES, BOB));
        f.node.take().respond(200, "OK");
        assertThat(told).hasSize(1);
        assertThat(message.statuses()).containsExactly(200);
    }

    @Test
    void whatWasSentToSipsGoesOverTlsOnly() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, DESK.instance(), false);
        f.send(ALICE_TLS, text("secret").replace("MESSAGE sip:", "MESSAGE sips:"));
        assertThat(f.node.sent()).isEmpty();
        assertThat(waiting()).containsExactly("secret");
        bindDesk();
        LoopbackNode.Sent sent = f.node.take();
        assertThat(((Destination.Existing) sent.destination()).flow()).isEqualTo(BOB_TLS);
    }

    @Test
    void aPhoneWithTwoFlowsGetsItOverTheOtherWhenOneFails() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, DESK.instance(), false);
        bindDesk();
        RecordedRequest message = send("hello");
        assertThat(f.node.sent()).hasSize(1);
        f.node.take().fail("closed");
        f.node.take().respond(200, "OK");
        assertThat(message.statuses()).containsExactly(200);
    }

    @Test
    void aDialogsMessageGoesToItsOtherPartyAsAnyOther() {
        // without a token of ours a To-tag means nothing (RFC 3428 §5)
        bindDesk();
        f.send(
                ALICE_TLS,
                text("hello")
                        .replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=b"));
        f.node.take().respond(200, "OK");
        assertThat(f.node.sent()).hasSize(1);
    }
}
