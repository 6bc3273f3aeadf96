package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.message.DeviceId;
import org.earshot.proxy.message.MessageConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The server answers for a message: it reaches each device, in order and once, whenever that is there.
class MessageDeliveryTest {
    private static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");
    private static final Flow CAROL_TLS =
            RecordedRequest.flow(Transport.TLS, "192.0.2.8", 40008, 8);
    private static final DeviceId DESK = new DeviceId(BOB, "urn:uuid:desk");

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private int sequence;

    private RecordedRequest send(String body) {
        return f.send(ALICE_TLS, text(body));
    }

    private String text(String body) {
        return f.text("MESSAGE", "", body)
                .replace("application/sdp", "text/plain")
                .replace("1 MESSAGE", ++sequence + " MESSAGE");
    }

    private void bindDesk() {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, DESK.instance(), false);
    }

    private static String body(LoopbackNode.Sent sent) {
        return new String(sent.request().getRawContent(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private List<String> waiting() {
        return f.messages.waiting(DESK, java.util.Set.of(), 100).messages().stream()
                .map(message ->
                        new String(
                                message.payload().body().array(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

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

    private List<String> toldToWait() {
        List<String> told = new ArrayList<>();
        f.changes.subscribe(
                Topic.WAITING,
                change -> told.add(change.subject() + " " + f.messages.waitingFor(BOB)));
        return told;
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
    void whatTookLongIsToldWhenItIsThere() {
        bindDesk();
        List<String> told = toldToWait();
        send("hello");
        f.clock.advance(Duration.ofSeconds(5));
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("sip:bob@example.org 0");
    }

    @Test
    void aPhoneThatIsSlowMeans202AfterTwoSeconds() {
        bindDesk();
        RecordedRequest message = send("hello");
        f.clock.advance(Duration.ofMillis(1999));
        assertThat(message.answered()).isFalse();
        f.clock.advance(Duration.ofMillis(1));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(202);
        f.node.take().respond(200, "OK");
        assertThat(message.statuses()).containsExactly(202);
        assertThat(waiting()).isEmpty();
        f.clock.advance(Duration.ofSeconds(2)); // whoever shows what waits is told
        assertThat(f.clock.waiting()).isZero();
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

    private String fromCarol(String body) {
        f.authenticator.trust(CAROL_TLS, f.accounts.find(CAROL).orElseThrow());
        return text(body)
                .replace("<sip:alice@example.org>", "<sip:carol@example.org>")
                .replace("1@phone", "2@phone");
    }

    @Test
    void aPhoneThatDoesNotAnswerRestsAndGetsAllInOrder() {
        bindDesk();
        send("one");
        send("two");
        LoopbackNode.Sent first = f.node.take();
        first.timeOut();
        assertThat(f.node.sent()).hasSize(1);
        assertThat(waiting()).containsExactly("one", "two");
        RecordedRequest third = send("three");
        assertThat(third.finalResponse().getStatusCode()).isEqualTo(202);
        assertThat(f.node.sent()).hasSize(1);
        f.clock.advance(Duration.ofSeconds(30));
        LoopbackNode.Sent again = f.node.take();
        assertThat(body(again)).isEqualTo("one");
        assertThat(again.request().getHeader("Call-ID").toString())
                .isEqualTo(first.request().getHeader("Call-ID").toString());
        assertThat(again.request().getHeader("CSeq").toString())
                .isEqualTo(first.request().getHeader("CSeq").toString());
        again.respond(200, "OK");
        LoopbackNode.Sent second = f.node.take();
        assertThat(body(second)).isEqualTo("two");
        second.respond(480, "Not Now");
        f.clock.advance(Duration.ofSeconds(30)); // it had answered: the rest is short again
        f.node.take().respond(200, "OK");
        f.node.take().respond(200, "OK");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void restsGrowUntilThePhoneRegistersAnew() {
        bindDesk();
        send("one");
        for (int seconds : List.of(30, 60, 120, 240, 480, 600, 600)) {
            f.node.take().fail("unreachable");
            f.clock.advance(Duration.ofSeconds(seconds - 1));
            int sent = f.node.sent().size();
            f.clock.advance(Duration.ofSeconds(1));
            assertThat(f.node.sent()).hasSize(sent + 1);
        }
        f.node.take().timeOut();
        int sent = f.node.sent().size();
        f.unbind(BOB);
        bindDesk();
        assertThat(f.node.sent()).hasSize(sent + 1);
    }

    @Test
    void aNewMessageIsWorthAnotherTryButNotTooOften() {
        bindDesk();
        send("one");
        f.node.take().timeOut();
        f.clock.advance(Duration.ofSeconds(30));
        f.node.take().timeOut(); // rests for a minute now
        f.clock.advance(Duration.ofSeconds(10));
        send("two");
        assertThat(f.node.sent()).hasSize(2);
        f.clock.advance(Duration.ofSeconds(20));
        RecordedRequest third = send("three");
        assertThat(body(f.node.take())).isEqualTo("one");
        assertThat(third.answered()).isFalse();
    }

    @Test
    void aPhoneThatNeverAnswersHoldsNoOtherUp() {
        f.bind(CAROL, "sip:carol@192.0.2.8:40008;transport=tls", CAROL_TLS, "urn:uuid:c", false);
        bindDesk();
        send("for bob");
        f.node.take();
        RecordedRequest toCarol =
                f.send(ALICE_TLS, text("for carol").replace("sip:bob@", "sip:carol@"));
        f.node.take().respond(200, "OK");
        assertThat(toCarol.finalResponse().getStatusCode()).isEqualTo(200);
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
    void anOutcomeThatCanNotBeWrittenIsWrittenLaterAndNothingIsSentTwice() {
        bindDesk();
        send("hello");
        f.archive.available = false;
        f.node.take().respond(200, "OK");
        assertThat(waiting()).containsExactly("hello");
        f.unbind(BOB);
        bindDesk();
        assertThat(f.node.sent()).hasSize(1);
        f.archive.available = true;
        f.clock.advance(Duration.ofSeconds(5));
        assertThat(waiting()).isEmpty();
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageDelivered.class);
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

    @Test
    void tooManyWaitingAre480() {
        f.configureMessages(of ->
                new org.earshot.proxy.message.MessageConfig(
                        of.maxBytes(),
                        of.perSecond(),
                        of.burst(),
                        of.expires(),
                        2,
                        of.blockedAnswer(),
                        of.copiesToAll(),
                        of.retryAfter()));
        assertThat(send("one").statuses()).containsExactly(202);
        assertThat(send("two").statuses()).containsExactly(202);
        RecordedRequest third = send("three");
        assertThat(third.statuses()).containsExactly(480);
        assertThat(third.finalResponse().getHeader("Retry-After")).isNull();
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageRefused.class);
    }

    @Test
    void aBlockedSenderReachesNobodyAndDoesNotLearnIt() {
        f.messages.block("sip:bob@example.org", "sip:alice@example.org", true);
        bindDesk();
        assertThat(send("hello").statuses()).containsExactly(202);
        assertThat(f.node.sent()).isEmpty();
        assertThat(waiting()).isEmpty();
        ArchiveEvent.MessageRefused refused =
                (ArchiveEvent.MessageRefused) f.archive.events.getLast();
        assertThat(refused.reason()).contains("Blocked");
    }

    @Test
    void whatNobodyFetchedExpires() {
        List<String> told = toldToWait();
        send("hello");
        f.clock.advance(Duration.ofDays(30));
        f.proxy.messages().maintain();
        ArchiveEvent.MessageExpired expired =
                (ArchiveEvent.MessageExpired) f.archive.events.getLast();
        assertThat(expired.recipient()).isEqualTo("sip:bob@example.org");
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("sip:bob@example.org 1", "sip:bob@example.org 0");
        bindDesk();
        assertThat(f.node.sent()).isEmpty();
        f.proxy.messages().maintain();
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageExpired.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whatADeviceNeverGotThatStayedAwayIsInTheRecord() {
        f.configureMessages(config -> MessageDeliveryTest.expiring(config, Duration.ofDays(90)));
        bindDesk();
        f.unbind(BOB);
        send("hello");
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getLast();
        f.clock.advance(Duration.ofDays(31));
        f.proxy.messages().maintain();
        ArchiveEvent.MessageDropped dropped =
                (ArchiveEvent.MessageDropped) f.archive.events.getLast();
        assertThat(dropped.received()).containsExactly(received.id());
        assertThat(dropped.recipient()).isEqualTo("sip:bob@example.org");
        assertThat(dropped.device()).contains(DESK.instance());
        assertThat(dropped.reason()).isEqualTo(ArchiveEvent.DropReason.DEVICE_FORGOTTEN);
        assertThat(waiting()).isEmpty();
    }

    private static MessageConfig expiring(MessageConfig config, Duration expires) {
        return new MessageConfig(
                config.maxBytes(),
                config.perSecond(),
                config.burst(),
                expires,
                config.maxWaiting(),
                config.blockedAnswer(),
                config.copiesToAll(),
                config.history(),
                config.retryAfter());
    }

    @Test
    void queuesThatHaveNothingToDoAreForgotten() {
        bindDesk();
        send("hello");
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofMinutes(5));
        f.proxy.messages().maintain();
        assertThat(f.proxy.messages().queues()).isZero();
        send("again");
        f.node.take().respond(200, "OK");
    }

    private List<Integer> outcomes() {
        return f.archive.events.stream()
                .filter(ArchiveEvent.MessageDelivered.class::isInstance)
                .map(one -> ((ArchiveEvent.MessageDelivered) one).status())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {480, 486, 500})
    void aMessageThatAPhoneNeverTakesHoldsTheOthersUpForSomeTriesOnly(int status) {
        bindDesk();
        send("poison");
        f.node.take().respond(status, "No");
        assertThat(send("two").statuses()).containsExactly(202);
        for (int tries = 1; tries < 5; tries++) {
            f.clock.advance(Duration.ofSeconds(30));
            LoopbackNode.Sent again = f.node.take();
            assertThat(body(again)).isEqualTo("poison");
            again.respond(status, "No");
        }
        LoopbackNode.Sent next = f.node.take();
        assertThat(body(next)).isEqualTo("two");
        next.respond(200, "OK");
        assertThat(outcomes()).containsExactly(status, 200);
        assertThat(waiting()).isEmpty();
        send("three");
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofHours(1));
        assertThat(f.node.sent()).hasSize(7);
    }

    @Test
    void whatStandsAsideIsTriedAgainWhereTheOtherIsRefused() {
        bindDesk();
        send("poison");
        f.node.take().respond(480, "No");
        send("two");
        for (int tries = 1; tries < 5; tries++) {
            f.clock.advance(Duration.ofSeconds(30));
            f.node.take().respond(480, "No");
        }
        LoopbackNode.Sent two = f.node.take();
        assertThat(body(two)).isEqualTo("two");
        two.respond(488, "Not Acceptable Here");
        f.clock.advance(Duration.ofSeconds(30));
        LoopbackNode.Sent again = f.node.take();
        assertThat(body(again)).isEqualTo("poison");
        again.respond(200, "OK");
        assertThat(waiting()).isEmpty();
        f.clock.advance(Duration.ofMinutes(5));
        f.proxy.messages().maintain();
        assertThat(f.proxy.messages().queues()).isZero();
    }

    @Test
    void otherConversationsDoNotWaitForIt() {
        bindDesk();
        send("poison");
        f.node.take().respond(480, "No");
        f.send(CAROL_TLS, fromCarol("other"));
        LoopbackNode.Sent other = f.node.take();
        assertThat(body(other)).isEqualTo("other");
        other.respond(200, "OK");
        for (int tries = 2; tries < 5; tries++) {
            f.clock.advance(Duration.ofSeconds(30));
            f.node.take().respond(480, "No");
        }
        f.send(CAROL_TLS, fromCarol("another"));
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofSeconds(30));
        f.node.take().respond(480, "No");
        assertThat(outcomes()).containsExactly(200, 200, 480);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aPhoneThatTakesNothingForAWhileGetsAllInOrderAfterwards() {
        bindDesk();
        send("one");
        send("two");
        f.send(CAROL_TLS, fromCarol("other"));
        Instant later = f.clock.instant().plus(Duration.ofMinutes(45));
        int answered = 0;
        while (f.clock.instant().isBefore(later)) {
            while (answered < f.node.sent().size()) {
                f.node.take().respond(486, "Busy Here");
                answered++;
            }
            f.clock.advance(Duration.ofSeconds(10));
        }
        assertThat(answered).isBetween(10, 100);
        assertThat(outcomes()).isEmpty();
        assertThat(waiting()).containsExactlyInAnyOrder("one", "two", "other");
        f.clock.advance(Duration.ofMinutes(10));
        List<String> got = new ArrayList<>();
        while (answered++ < f.node.sent().size()) {
            LoopbackNode.Sent sent = f.node.take();
            got.add(body(sent));
            sent.respond(200, "OK");
        }
        assertThat(got).containsExactlyInAnyOrder("one", "two", "other");
        assertThat(got.indexOf("one")).isLessThan(got.indexOf("two"));
        assertThat(outcomes()).containsExactly(200, 200, 200);
    }

    @Test
    void aDeviceForWhichTooMuchWaitsGetsNoMoreAndOthersDo() {
        f.configureMessages(config ->
                new MessageConfig(
                        config.maxBytes(),
                        config.perSecond(),
                        config.burst(),
                        config.expires(),
                        2,
                        config.blockedAnswer(),
                        config.copiesToAll(),
                        config.history(),
                        config.retryAfter()));
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, "urn:uuid:mobile", false);
        f.unbind(BOB);
        bindDesk();
        for (String text : List.of("one", "two", "three")) {
            send(text);
            f.node.take().respond(200, "OK");
        }
        ArchiveEvent.MessageDropped dropped =
                (ArchiveEvent.MessageDropped)
                        f.archive.events.stream()
                                .filter(ArchiveEvent.MessageDropped.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        assertThat(dropped.device()).contains("urn:uuid:mobile");
        assertThat(dropped.reason()).isEqualTo(ArchiveEvent.DropReason.QUEUE_FULL);
        f.unbind(BOB);
        send("four");
        send("five");
        assertThat(send("six").statuses()).containsExactly(480);
    }
}
