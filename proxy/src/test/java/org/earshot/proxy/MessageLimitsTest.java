package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.message.Message;
import org.earshot.proxy.message.MessageConfig;
import org.earshot.proxy.message.RepeatKey;
import org.junit.jupiter.api.Test;

/// What does not wait for ever, and not for everybody: caps, blocked senders, expiry, devices that stayed away.
class MessageLimitsTest extends MessageScene {

    @Test
    void tooManyWaitingAre480() {
        f.configureMessages(config -> waitingAtMost(config, 2));
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
        assertThat(told).containsExactly("sip:bob@example.org 1");
        f.clock.advance(Duration.ofSeconds(64)); // one that was sent may still be answered
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
    void whatItsSenderLimitsExpiresWhenItsSenderSays() {
        assertThat(expiring("600", "hello").statuses()).containsExactly(202);
        f.clock.advance(Duration.ofSeconds(599));
        bindDesk();
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.request().getHeader("Expires").toString()).contains("600");
        sent.respond(480, "Not Now");
        f.clock.advance(Duration.ofMinutes(30));
        f.unbind(BOB);
        bindDesk();
        assertThat(f.node.sent()).hasSize(1);
        f.proxy.messages().maintain();
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageExpired.class);
    }

    @Test
    void expiresCountsFromDateWhereThatCanBe() {
        String date = date(f.clock.instant().minusSeconds(500));
        assertThat(expiring("600\nDate: " + date, "hello").statuses()).containsExactly(202);
        f.clock.advance(Duration.ofSeconds(99));
        bindDesk();
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.request().getHeader("Expires").toString()).contains("100");
        sent.respond(200, "OK");
        assertThat(expiring("60\nDate: " + date, "over").statuses()).containsExactly(400);
        String never = "Wed, 01 Jan 2020 00:00:00 GMT";
        expiring("60\nDate: " + never, "a clock that is wrong");
        assertThat(body(f.node.take())).isEqualTo("a clock that is wrong");
    }

    @Test
    void nowOrNeverIs480WhereNobodyIsThere() {
        assertThat(expiring("0", "hello").statuses()).containsExactly(480);
        bindDesk();
        RecordedRequest hello = expiring("0", "hello");
        assertThat(hello.answered()).isFalse();
        f.node.take().respond(200, "OK");
        assertThat(hello.statuses()).containsExactly(200);
        expiring("0", "again");
        f.node.take().timeOut();
        f.clock.advance(Duration.ofMinutes(5));
        f.proxy.messages().maintain();
        assertThat(f.node.sent()).hasSize(2);
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageExpired.class);
    }

    @Test
    void nobodyWaitsLongerThanTheServerLets() {
        assertThat(expiring("2147483647", "hello").statuses()).containsExactly(202);
        f.clock.advance(Duration.ofDays(30).plusSeconds(64));
        f.proxy.messages().maintain();
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageExpired.class);
    }

    @Test
    void whatWasTakenGetsItsAnswerAgainThoughItsTimeIsOver() {
        String hello = expires("60\nDate: " + date(f.clock.instant()), "hello");
        assertThat(f.send(ALICE_TLS, hello).statuses()).containsExactly(202);
        f.clock.advance(Duration.ofSeconds(90));
        assertThat(again(hello).statuses()).as("of late").containsExactly(202);
        f.configureMessages(config -> config);
        assertThat(again(hello).statuses()).as("after a restart").containsExactly(202);
        f.clock.advance(Duration.ofSeconds(64));
        f.proxy.messages().maintain();
        f.configureMessages(config -> config);
        assertThat(again(hello).statuses()).as("when it has expired").containsExactly(202);
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageReceived.class::isInstance)
                .hasSize(1);
        assertThat(f.archive.events).noneMatch(ArchiveEvent.MessageRefused.class::isInstance);
    }

    @Test
    void whatWentAtOnceGetsItsAnswerAgainThoughNobodyIsThereAnyMore() {
        bindDesk();
        String hello = expires("0", "hello");
        f.send(ALICE_TLS, hello);
        f.node.take().respond(200, "OK");
        f.unbind(BOB);
        f.configureMessages(config -> config);
        assertThat(again(hello).statuses()).containsExactly(200);
        assertThat(f.archive.events).noneMatch(ArchiveEvent.MessageRefused.class::isInstance);
    }

    @Test
    void whatWasTakenGetsItsAnswerAgainThoughTooMuchWaitsNow() {
        f.configureMessages(config -> waitingAtMost(config, 1));
        String hello = text("hello");
        assertThat(f.send(ALICE_TLS, hello).statuses()).containsExactly(202);
        f.configureMessages(config -> waitingAtMost(config, 1));
        assertThat(again(hello).statuses()).containsExactly(202);
        assertThat(send("another").statuses()).containsExactly(480);
    }

    @Test
    void aCommandThatIsOverIsCarriedOutOnlyIfItWasTaken() {
        String block =
                expires("60\nDate: " + date(f.clock.instant()), "/block carol")
                        .replace("sip:bob@", "sip:earshot@");
        assertThat(f.send(ALICE_TLS, block).statuses()).containsExactly(202);
        f.clock.advance(Duration.ofSeconds(90));
        f.configureMessages(config -> config);
        assertThat(again(block).statuses()).containsExactly(202);
        String late =
                expires("30\nDate: " + date(f.clock.instant().minusSeconds(60)), "/unblock carol")
                        .replace("sip:bob@", "sip:earshot@");
        assertThat(f.send(ALICE_TLS, late).statuses()).containsExactly(400);
        assertThat(f.messages.blocked("sip:alice@example.org")).hasSize(1);
    }

    private RecordedRequest again(String request) {
        return f.send(ALICE_TLS, request.replaceFirst("branch=z9hG4bK", "branch=z9hG4bKagain"));
    }

    private RecordedRequest expiring(String expires, String body) {
        return f.send(ALICE_TLS, expires(expires, body));
    }

    private String expires(String expires, String body) {
        return text(body).replace("Content-Type:", "Expires: " + expires + "\nContent-Type:");
    }

    private static String date(Instant at) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneId.of("GMT")));
    }

    @Test
    void whatADeviceNeverGotThatStayedAwayIsInTheRecord() {
        f.configureMessages(config -> expiring(config, Duration.ofDays(90)));
        bindDesk();
        f.unbind(BOB);
        f.clock.advance(Duration.ofSeconds(1));
        bindMobile("urn:uuid:mobile");
        send("hello");
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getLast();
        f.node.take().respond(200, "OK");
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

    @Test
    void allThatAForgottenDeviceNeverGotIsInTheRecordHoweverMuch() {
        f.configureMessages(config -> expiring(config, Duration.ofDays(90)));
        bindDesk();
        f.unbind(BOB);
        send("the first");
        Message first = f.messages.waiting(DESK, Set.of(), 1).messages().getFirst();
        for (int i = 0; i < 4000; i++) {
            f.messages.submit(f.messages.queue(like(first, i), List.of(DESK), List.of())).join();
        }
        f.clock.advance(Duration.ofSeconds(1));
        bindMobile("urn:uuid:mobile");
        f.clock.advance(Duration.ofDays(31));
        f.proxy.messages().maintain();
        List<ArchiveEvent.MessageDropped> dropped =
                f.archive.events.stream()
                        .filter(ArchiveEvent.MessageDropped.class::isInstance)
                        .map(ArchiveEvent.MessageDropped.class::cast)
                        .toList();
        assertThat(dropped).extracting(one -> one.received().size()).containsExactly(4000, 1);
        assertThat(dropped.stream().flatMap(one -> one.received().stream()))
                .doesNotHaveDuplicates();
        assertThat(f.messages.devices(BOB)).hasSize(1);
        assertThat(waiting()).isEmpty();
    }

    private static Message like(Message first, int number) {
        return new Message(
                new UUID(number, 0),
                first.kind(),
                new RepeatKey(Bytes.of(new byte[] {(byte) (number >> 8), (byte) number})),
                first.sender(),
                first.recipient(),
                first.wishes(),
                first.kept(),
                first.receivedAt(),
                first.expiresAt(),
                first.payload());
    }

    @Test
    void theLastPhoneOfAnAccountIsNotForgottenNorWhatWaitsForIt() {
        f.configureMessages(config -> expiring(config, Duration.ofDays(90)));
        bindDesk();
        f.unbind(BOB);
        send("hello");
        f.clock.advance(Duration.ofDays(60));
        f.proxy.messages().maintain();
        assertThat(waiting()).containsExactly("hello");
    }

    @Test
    void phonesAboveTwentyMakeRoomAndTheRecordSaysWhatTheyNeverGot() {
        bindDesk();
        f.unbind(BOB);
        List<String> told = toldToWait();
        send("never fetched by the desk phone");
        f.withholding.hold(BOB, Set.of(DESK.instance())); // so that it waits for no new one
        for (int i = 1; i < 20; i++) {
            f.clock.advance(Duration.ofSeconds(1));
            bindMobile("urn:uuid:" + i);
            f.unbind(BOB);
        }
        assertThat(waiting()).hasSize(1);
        f.clock.advance(Duration.ofSeconds(2));
        told.clear();
        bindMobile("urn:uuid:20");
        ArchiveEvent.MessageDropped dropped =
                (ArchiveEvent.MessageDropped) f.archive.events.getLast();
        assertThat(dropped.received()).hasSize(1);
        assertThat(dropped.device()).contains(DESK.instance());
        assertThat(dropped.reason()).isEqualTo(ArchiveEvent.DropReason.DEVICE_FORGOTTEN);
        assertThat(waiting()).isEmpty();
        assertThat(f.messages.devices(BOB)).hasSize(20);
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("sip:bob@example.org 0");
    }

    @Test
    void phonesThatAreThereStayHoweverMany() {
        for (int i = 0; i < 25; i++) {
            f.bind(
                    BOB,
                    "sip:bob@192.0.2.6:" + (6000 + i),
                    RecordedRequest.flow(Transport.UDP, "192.0.2.6", 6000 + i, 0),
                    "urn:uuid:" + i,
                    false);
        }
        assertThat(f.messages.devices(BOB)).hasSize(25);
        send("hello");
        assertThat(f.node.sent()).hasSize(25);
    }

    private void bindMobile(String instance) {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, instance, false);
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

    private static MessageConfig waitingAtMost(MessageConfig config, int most) {
        return new MessageConfig(
                config.maxBytes(),
                config.perSecond(),
                config.burst(),
                config.expires(),
                most,
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

    @Test
    void aDeviceForWhichTooMuchWaitsGetsNoMoreAndOthersDo() {
        f.configureMessages(config -> waitingAtMost(config, 2));
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
