package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.Delivery.DELIVERED;
import static org.earshot.softphone.ua.Delivery.DISPLAYED;
import static org.earshot.softphone.ua.Delivery.FAILED;
import static org.earshot.softphone.ua.Delivery.SENDING;
import static org.earshot.softphone.ua.Delivery.SENT;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.message.Request;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.AudioWishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3428.
class MessagesTest {
    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);

    private int answered = 1; // REGISTER

    private static String message(String callId, String type, String text) {
        return """
        MESSAGE sip:alice@192.0.2.1 SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bK%s
        From: <sip:bob@example.org>;tag=1
        To: <sip:alice@example.org>
        Call-ID: %s
        CSeq: 1 MESSAGE
        Max-Forwards: 70
        Content-Type: %s

        %s\
        """
                .formatted(callId, callId, type, text);
    }

    private static Cpim envelope(Request request) {
        try {
            return Cpim.parse(Fields.body(request));
        } catch (MalformedPayloadException e) {
            throw new AssertionError(Fields.bodyText(request), e);
        }
    }

    private static String text(Request request) {
        return envelope(request).content().text();
    }

    private List<Delivery> statuses() {
        return phone.events(UserAgentEvent.MessageStatus.class).stream()
                .map(UserAgentEvent.MessageStatus::status)
                .toList();
    }

    @Test
    void whatIsWrittenArrivesAndItsAuthorHearsOfIt() {
        phone.registered();
        TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers).registered();
        TestPhone.join(phone, bob);
        Id id = phone.agent.chat().send("bob", "Grüße, Bob: \"0 < 1\"");
        ChatMessage received = bob.last(UserAgentEvent.MessageReceived.class).message();
        assertThat(received.text()).isEqualTo("Grüße, Bob: \"0 < 1\"");
        assertThat(received.author()).isEqualTo("sip:alice@example.org");
        assertThat(received.key().conversation()).isEqualTo("sip:alice@example.org");
        assertThat(statuses()).containsExactlyInAnyOrder(SENT, DELIVERED);
        bob.agent.chat().seen("sip:alice@example.org");
        bob.agent.chat().seen("sip:alice@example.org");
        assertThat(statuses()).hasSize(3).endsWith(DISPLAYED);
        assertThat(phone.events(UserAgentEvent.MessageStatus.class))
                .extracting(UserAgentEvent.MessageStatus::id)
                .containsOnly(id);
        assertThat(phone.events(UserAgentEvent.MessageReceived.class)).isEmpty();
    }

    @Test
    void aMessageHasAnIdAndSaysWhatItsAuthorWantsToKnow() {
        phone.registered();
        phone.agent.chat().send("bob", "hi");
        Request request = phone.node.take().request();
        Cpim envelope = envelope(request);
        assertThat(envelope.messageId())
                .contains(
                        phone.last(UserAgentEvent.MessageWritten.class)
                                .message()
                                .key()
                                .messageId());
        assertThat(envelope.notifications())
                .containsExactlyInAnyOrder(
                        DispositionNotification.POSITIVE_DELIVERY,
                        DispositionNotification.NEGATIVE_DELIVERY,
                        DispositionNotification.DISPLAY);
        assertThat(envelope.from().orElseThrow().uri()).isEqualTo("sip:alice@example.org");
        assertThat(envelope.to().getFirst().uri()).isEqualTo("sip:bob@example.org");
        assertThat(envelope.dateTime()).contains(timers.instant());
    }

    @Test
    void whoeverTakesNoEnvelopeGetsTheTextForADay() {
        phone.registered();
        Id id = phone.agent.chat().send("bob", "one");
        LoopbackNode.Sent first = phone.node.take();
        first.respond(415, "Unsupported Media Type");
        LoopbackNode.Sent again = phone.node.take();
        assertThat(Fields.hasType(again.request(), "text", "plain")).isTrue();
        assertThat(Fields.bodyText(again.request())).isEqualTo("one");
        again.respond(200, "OK");
        assertThat(phone.events(UserAgentEvent.MessageStatus.class))
                .extracting(UserAgentEvent.MessageStatus::id)
                .containsExactly(id);
        phone.agent.chat().send("bob", "two");
        LoopbackNode.Sent second = phone.node.take();
        assertThat(Fields.bodyText(second.request())).isEqualTo("two");
        second.respond(200, "OK");
        timers.advance(Duration.ofHours(25));
        phone.agent.chat().send("bob", "three");
        LoopbackNode.Sent third =
                phone.node.sent().reversed().stream()
                        .filter(s -> s.request().getMethod().equals(Request.MESSAGE))
                        .findFirst()
                        .orElseThrow();
        assertThat(text(third.request())).isEqualTo("three");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "200, SENT",
        "202, KEPT",
        "404, FAILED",
        "403, FAILED",
        "480, FAILED",
        "413, FAILED"
    })
    void answers(int status, Delivery delivery) {
        phone.registered();
        phone.agent.chat().send("bob", "hi");
        phone.node.take().respond(status, "Whatever");
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).status()).isEqualTo(delivery);
    }

    @Test
    void oneAfterTheOtherToOneAddress() {
        phone.registered();
        phone.agent.chat().send("bob", "one");
        phone.agent.chat().send("bob", "two");
        phone.agent.chat().send("carol", "three");
        LoopbackNode.Sent one = phone.node.take();
        assertThat(text(phone.node.take().request())).isEqualTo("three");
        assertThat(phone.node.sent()).hasSize(3); // REGISTER, one, three
        one.respond(200, "OK");
        assertThat(text(phone.node.take().request())).isEqualTo("two");
    }

    @Test
    void waitsForAServerThatIsAwayAndComesAsTheSameMessage() {
        phone.registered();
        Id id = phone.agent.chat().send("bob", "hi");
        LoopbackNode.Sent first = phone.node.take();
        first.fail("connection reset");
        assertThat(phone.events(UserAgentEvent.MessageStatus.class)).isEmpty();
        timers.advance(Duration.ofSeconds(5));
        LoopbackNode.Sent again = phone.node.take();
        assertThat(again.request().getHeader(CallIdHeader.NAME))
                .isEqualTo(first.request().getHeader(CallIdHeader.NAME));
        assertThat(again.request().getHeader(CSeqHeader.NAME))
                .isEqualTo(first.request().getHeader(CSeqHeader.NAME));
        again.respond(200, "OK");
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).id()).isEqualTo(id);
    }

    @Test
    void aServerThatIsBackAndSaysLaterIsGivenHalfAnHour() {
        phone.registered();
        phone.agent.chat().send("bob", "hi");
        everyMessage(45, sent -> sent.fail("connection reset"));
        everyMessage(20, sent -> sent.respond(503, "Archive Unavailable"));
        assertThat(statuses()).as("it was the network that took so long").isEmpty();
        everyMessage(12, sent -> sent.respond(503, "Archive Unavailable"));
        assertThat(statuses()).containsExactly(Delivery.FAILED);
    }

    /// Whatever else is sent in these minutes is taken.
    private void everyMessage(int minutes, Consumer<LoopbackNode.Sent> answer) {
        for (int minute = 0; minute < minutes; minute++) {
            while (answered < phone.node.sent().size()) {
                LoopbackNode.Sent sent = phone.node.sent().get(answered++);
                if (sent.request().getMethod().equals(Request.MESSAGE)) {
                    answer.accept(sent);
                } else {
                    sent.respond(200, "OK");
                }
            }
            timers.advance(Duration.ofMinutes(1));
        }
    }

    /// Before, it could not tell this device from the user's others, which get copies.
    @Test
    void waitsUntilTheServerKnowsThisDevice() {
        phone.agent.register(phone.account);
        LoopbackNode.Sent register = phone.node.take();
        phone.agent.chat().send("bob", "hi");
        assertThat(phone.node.sent()).hasSize(1);
        register.respond(200, "OK");
        assertThat(text(phone.node.take().request())).isEqualTo("hi");
    }

    @Test
    void tooLongIsNotSent() {
        phone.registered();
        phone.agent.chat().send("bob", "x".repeat(60_001));
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).status()).isEqualTo(FAILED);
    }

    @Test
    void aRepeatedMessageIsShownOnce() {
        phone.registered();
        String text = message("m1", "text/plain;charset=UTF-8", "hello");
        RecordedRequest first = RecordedRequest.of(text, phone.flow).handledBy(phone.agent);
        RecordedRequest again = RecordedRequest.of(text, phone.flow).handledBy(phone.agent);
        assertThat(first.statuses()).containsExactly(200);
        assertThat(again.statuses()).containsExactly(200);
        assertThat(phone.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
    }

    /// As phones of others do that send by a server without CPIM, within a call.
    @Test
    void otherWordsInTheSameDialogAreAnotherMessage() {
        phone.registered();
        for (String words : List.of("hello", "are you there?", "hello")) {
            RecordedRequest.of(message("m1", "text/plain", words), phone.flow)
                    .handledBy(phone.agent);
        }
        assertThat(phone.events(UserAgentEvent.MessageReceived.class))
                .extracting(received -> received.message().text())
                .containsExactly("hello", "are you there?");
    }

    @Test
    void aMessageThatComesAgainAfterAnotherChallengeIsShownOnce() {
        phone.registered();
        String text = message("m1", "text/plain", "hello");
        RecordedRequest.of(text, phone.flow).handledBy(phone.agent);
        RecordedRequest.of(text.replace("CSeq: 1 ", "CSeq: 3 "), phone.flow).handledBy(phone.agent);
        assertThat(phone.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
    }

    @Test
    void whatOnePersonWroteDoesNotLeaveUnderAnothersName() {
        phone.registered();
        phone.agent.chat().send("bob", "from alice");
        phone.node.take().fail("connection reset");
        phone.agent.unregister();
        phone.node.take().respond(200, "OK");
        Account eve = Account.of("sip:eve@example.org", "secret", "192.0.2.100:5061", "tls");
        phone.agent.register(eve);
        TestPhone.welcome(phone.node.take());
        timers.advance(Duration.ofMinutes(1));
        phone.agent.chat().send("bob", "from eve");
        LoopbackNode.Sent hers = phone.node.take();
        assertThat(text(hers.request())).isEqualTo("from eve");
        assertThat(hers.request().getHeader("From").toString()).contains("sip:eve@");
        hers.respond(200, "OK");
        phone.agent.unregister();
        phone.node.take().respond(200, "OK");
        phone.agent.register(phone.account);
        phone.node.take().respond(200, "OK");
        LoopbackNode.Sent parked = phone.node.take();
        assertThat(text(parked.request())).isEqualTo("from alice");
        assertThat(parked.request().getHeader("From").toString()).contains("sip:alice@");
    }

    private static List<Outgoing> outbox(MessageStore store) {
        return store.outbox().toCompletableFuture().join();
    }

    private TestPhone phone(MessageStore store) {
        return new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("alice").with(store))
                .registered();
    }

    @Test
    void whatWasNotSentIsSentByTheNextRunAsTheSameMessage() {
        MessageStore kept = MessageStore.ofThisRun();
        TestPhone before = phone(kept);
        before.agent.chat().send("bob", "one");
        before.agent.chat().send("bob", "two");
        LoopbackNode.Sent lost = before.node.take();
        assertThat(outbox(kept)).hasSize(2);

        TestPhone after = phone(kept);
        LoopbackNode.Sent one = after.node.take();
        assertThat(one.request().getHeader("Call-ID"))
                .isEqualTo(lost.request().getHeader("Call-ID"));
        assertThat(one.request().getHeader("From")).isEqualTo(lost.request().getHeader("From"));
        assertThat(Fields.body(one.request())).isEqualTo(Fields.body(lost.request()));
        one.respond(200, "OK");
        LoopbackNode.Sent two = after.node.take();
        assertThat(text(two.request())).isEqualTo("two");
        two.respond(404, "Not Found");
        assertThat(outbox(kept)).isEmpty();
    }

    @Test
    void whatWasShownIsNotShownAgainByTheNextRun() {
        MessageStore kept = MessageStore.ofThisRun();
        String text = message("m1", "text/plain", "hello");
        TestPhone before = phone(kept);
        RecordedRequest.of(text, before.flow).handledBy(before.agent);
        TestPhone after = phone(kept);
        RecordedRequest.of(text, after.flow).handledBy(after.agent);
        assertThat(before.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
        assertThat(after.events(UserAgentEvent.MessageReceived.class)).isEmpty();
    }

    @Test
    void otherTypesAreRefusedWithWhatWeTake() {
        phone.registered();
        RecordedRequest request =
                RecordedRequest.of(message("m1", "application/json", "{}"), phone.flow)
                        .handledBy(phone.agent);
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(415);
        assertThat(request.finalResponse().getHeader("Accept").toString()).contains("text/plain");
    }

    private static String cpim(
            String callId, String sipFrom, String sipTo, String from, String to, String more) {
        return """
        MESSAGE sip:alice@192.0.2.1 SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bK%s
        From: <%s>;tag=1
        To: <%s>
        Call-ID: %s
        CSeq: 1 MESSAGE
        Max-Forwards: 70
        Content-Type: message/cpim

        From: <%s>
        To: <%s>
        DateTime: 2025-12-31T23:00:00Z
        NS: imdn <urn:ietf:params:imdn>
        imdn.Message-ID: m1
        %s

        """
                .formatted(callId, sipFrom, sipTo, callId, from, to, more);
    }

    private static final String WITH_WISHES =
            "imdn.Disposition-Notification: positive-delivery, display\n\n"
                    + "Content-Type: text/plain\n\nhello";

    private RecordedRequest receive(String text) {
        return RecordedRequest.of(text.stripTrailing(), phone.flow).handledBy(phone.agent);
    }

    private ChatMessage received() {
        return phone.last(UserAgentEvent.MessageReceived.class).message();
    }

    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol@example.org";
    private static final String TEAM = "sip:team@example.org";

    @Test
    void itsIdMakesAMessageTheSameHoweverItComes() {
        phone.registered();
        receive(cpim("c1", BOB, ALICE, BOB, ALICE, WITH_WISHES));
        receive(cpim("c2", BOB, ALICE, BOB, ALICE, WITH_WISHES));
        assertThat(phone.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
        assertThat(received().at()).isEqualTo("2025-12-31T23:00:00Z");
        assertThat(received().key()).isEqualTo(new MessageKey(ALICE, BOB, "m1"));
        LoopbackNode.Sent notice = phone.node.take();
        assertThat(envelope(notice.request()).content().contentType().essence())
                .isEqualTo("message/imdn+xml");
        assertThat(notice.request().getRequestURI().toString()).isEqualTo(BOB);
        assertThat(phone.node.sent()).hasSize(2); // REGISTER, the notice
    }

    @Test
    void aGroupNamesItsAuthors() {
        phone.registered();
        receive(cpim("c1", TEAM, ALICE, CAROL, TEAM, WITH_WISHES));
        assertThat(received().key().conversation()).isEqualTo(TEAM);
        assertThat(received().author()).isEqualTo(CAROL);
        assertThat(phone.node.take().request().getRequestURI().toString()).isEqualTo(CAROL);
    }

    @Test
    void anEnvelopeThatNamesSomebodyElseIsNotBelieved() {
        phone.registered();
        receive(cpim("c1", BOB, ALICE, CAROL, ALICE, WITH_WISHES));
        assertThat(received().key().conversation()).isEqualTo(BOB);
        assertThat(received().author()).isEqualTo(BOB);
        receive(
                cpim(
                        "c2",
                        "sip:eve@example.com",
                        ALICE,
                        ALICE,
                        "sip:eve@example.com",
                        WITH_WISHES));
        assertThat(received().author()).isEqualTo("sip:eve@example.com");
        assertThat(received().mine()).isFalse();
    }

    @Test
    void whatWeWroteOnAnotherDeviceIsOurs() {
        phone.registered();
        RecordedRequest copy = receive(cpim("c1", ALICE, BOB, ALICE, BOB, WITH_WISHES));
        assertThat(copy.statuses()).containsExactly(200);
        assertThat(received().mine()).isTrue();
        assertThat(received().key().conversation()).isEqualTo(BOB);
        assertThat(phone.node.sent()).hasSize(1); // REGISTER: nobody is told
        receive(notice("c2", BOB, ALICE, BOB, ALICE, "delivery", "delivered"));
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).status()).isEqualTo(DELIVERED);
    }

    private static String notice(
            String callId,
            String sipFrom,
            String sipTo,
            String from,
            String to,
            String kind,
            String status) {
        String imdn =
                """

                Content-Type: message/imdn+xml

                <?xml version="1.0"?><imdn xmlns="urn:ietf:params:xml:ns:imdn">
                <message-id>m1</message-id><datetime>2025-12-31T23:00:00Z</datetime>
                <%s-notification><status><%s/></status></%s-notification></imdn>\
                """
                        .formatted(kind, status, kind);
        return cpim(callId, sipFrom, sipTo, from, to, imdn)
                .replace("imdn.Message-ID: m1", "imdn.Message-ID: " + callId);
    }

    @Test
    void whatWasReadOnAnotherDeviceIsReadHere() {
        phone.registered();
        receive(cpim("c1", BOB, ALICE, BOB, ALICE, WITH_WISHES));
        phone.node.take().respond(200, "OK");
        receive(notice("c2", ALICE, BOB, ALICE, BOB, "display", "displayed"));
        assertThat(phone.last(UserAgentEvent.ConversationSeen.class).conversation()).isEqualTo(BOB);
        phone.agent.chat().seen(BOB);
        assertThat(phone.node.sent()).hasSize(2); // REGISTER, delivered: not told twice
    }

    @Test
    void aNoticeAboutNothingIsTakenAndIgnored() {
        phone.registered();
        RecordedRequest notice =
                receive(notice("c2", BOB, ALICE, BOB, ALICE, "display", "displayed"));
        assertThat(notice.statuses()).containsExactly(200);
        assertThat(phone.events).isEmpty();
    }

    @Test
    void whatFailedIsSentAgainAsTheSameMessage() {
        phone.registered();
        phone.agent.chat().send("bob", "hi");
        LoopbackNode.Sent first = phone.node.take();
        first.respond(480, "Mailbox Full");
        UserAgentEvent.MessageStatus failed = phone.last(UserAgentEvent.MessageStatus.class);
        assertThat(failed.reason()).isEqualTo("the mailbox of the other one is full");
        phone.agent.chat().sendAgain(failed.key());
        LoopbackNode.Sent again = phone.node.take();
        assertThat(envelope(again.request()).messageId())
                .isEqualTo(envelope(first.request()).messageId());
        assertThat(again.request().getHeader("Call-ID"))
                .isNotEqualTo(first.request().getHeader("Call-ID"));
        again.respond(200, "OK");
        assertThat(statuses()).containsExactly(FAILED, SENDING, SENT);
        phone.agent.chat().sendAgain(failed.key());
        assertThat(phone.node.sent()).hasSize(3);
    }

    @Test
    void typingIsToldOnceAMinuteAndItsEnd() {
        phone.registered();
        phone.agent.chat().typing("bob");
        timers.advance(Duration.ofSeconds(5));
        phone.agent.chat().typing("bob");
        LoopbackNode.Sent active = phone.node.take();
        assertThat(Fields.bodyText(active.request())).contains("active");
        active.respond(200, "OK");
        timers.advance(Duration.ofSeconds(15));
        assertThat(Fields.bodyText(phone.node.take().request())).contains("idle");
        phone.agent.chat().typing("bob");
        phone.node.take();
        phone.agent.chat().send("bob", "hi");
        assertThat(text(phone.node.take().request())).isEqualTo("hi");
        timers.advance(Duration.ofSeconds(20));
        assertThat(phone.node.sent().stream().map(s -> s.request().getMethod()))
                .filteredOn(Request.MESSAGE::equals)
                .hasSize(4);
    }

    @Test
    void somebodyTypesUntilHeStopsWritesOrIsSilent() {
        phone.registered();
        TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers).registered();
        TestPhone.join(phone, bob);
        bob.agent.chat().typing("alice");
        assertThat(phone.last(UserAgentEvent.Typing.class))
                .isEqualTo(new UserAgentEvent.Typing(BOB, BOB, true));
        timers.advance(Duration.ofSeconds(15));
        assertThat(phone.last(UserAgentEvent.Typing.class).active()).isFalse();
        bob.agent.chat().typing("alice");
        bob.agent.chat().send("alice", "hi");
        assertThat(phone.events(UserAgentEvent.Typing.class))
                .extracting(UserAgentEvent.Typing::active)
                .containsExactly(true, false, true, false);
    }

    @Test
    void whatCantBeKeptIsNotAnswered200() {
        MessageStore broken =
                (MessageStore)
                        java.lang.reflect.Proxy.newProxyInstance(
                                MessageStore.class.getClassLoader(),
                                new Class<?>[] {MessageStore.class},
                                (_, method, _) ->
                                        method.getName().equals("outbox")
                                                ? CompletableFuture.completedFuture(List.of())
                                                : CompletableFuture.failedFuture(
                                                        new MessageStoreException(
                                                                "the disk is full", null)));
        TestPhone here = phone(broken);
        RecordedRequest request =
                RecordedRequest.of(message("m1", "text/plain", "hello"), here.flow)
                        .handledBy(here.agent);
        assertThat(request.statuses()).containsExactly(480);
        assertThat(here.events(UserAgentEvent.MessageReceived.class)).isEmpty();
        here.agent.chat().send("bob", "hi");
        assertThat(here.last(UserAgentEvent.MessageStatus.class).reason())
                .isEqualTo("the disk is full");
        assertThat(here.node.sent()).hasSize(1); // REGISTER: nothing leaves that is not kept
    }

    @Test
    void brokenBodiesAreRefused() {
        phone.registered();
        String good = cpim("c1", BOB, ALICE, BOB, ALICE, WITH_WISHES);
        assertThat(receive(good.replace("DateTime: 2025", "DateTime: x")).statuses())
                .containsExactly(400);
        assertThat(receive(good.replace("text/plain", "text/html")).statuses())
                .containsExactly(415);
        assertThat(receive(good.replace("imdn.Message-ID: m1", "Require: x.y")).statuses())
                .containsExactly(415);
        assertThat(phone.events).isEmpty();
    }

    @Test
    void nothingIsAnsweredToldOrSentBeforeItIsKept() {
        List<CompletableFuture<Object>> disk = new java.util.ArrayList<>();
        MessageStore slow =
                (MessageStore)
                        java.lang.reflect.Proxy.newProxyInstance(
                                MessageStore.class.getClassLoader(),
                                new Class<?>[] {MessageStore.class},
                                (_, method, _) -> {
                                    if (method.getName().equals("outbox")) {
                                        return CompletableFuture.completedFuture(List.of());
                                    }
                                    CompletableFuture<Object> kept = new CompletableFuture<>();
                                    disk.add(kept);
                                    return kept;
                                });
        TestPhone here = phone(slow);
        RecordedRequest request =
                RecordedRequest.of(message("m1", "text/plain", "hello"), here.flow)
                        .handledBy(here.agent);
        here.agent.chat().send("bob", "hi");
        assertThat(request.statuses()).isEmpty();
        assertThat(here.events).isEmpty();
        assertThat(here.node.sent()).hasSize(1); // REGISTER
        disk.getFirst().complete(true);
        assertThat(request.statuses()).containsExactly(200);
        assertThat(here.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
        assertThat(here.node.sent()).hasSize(1);
        disk.getLast().complete(null);
        assertThat(here.events(UserAgentEvent.MessageWritten.class)).hasSize(1);
        assertThat(here.node.sent()).hasSize(2);
    }

    @Test
    void aPhoneThatForgetsAsksForNoHistory() {
        PhoneSettings usual = PhoneSettings.of("urn:uuid:0-alice");
        TestPhone forgetful =
                new TestPhone(
                                "alice",
                                "192.0.2.9",
                                Transport.TLS,
                                timers,
                                PhoneParts.of("alice")
                                        .with(
                                                new PhoneSettings(
                                                        usual.instanceId(),
                                                        usual.plainFallback(),
                                                        usual.encryptionRequired(),
                                                        usual.registrationExpires(),
                                                        usual.silenceLimit(),
                                                        usual.packetMillis(),
                                                        false,
                                                        true,
                                                        AudioWishes.NONE)))
                        .registered();
        assertThat(forgetful.node.sent().getFirst().request().toString())
                .contains("REGISTER")
                .doesNotContain("org.earshot.history");
    }

    @Test
    void historyIsKeptWithoutAWordAndToldAtOnce() {
        phone.registered();
        assertThat(phone.node.sent().getFirst().request().toString())
                .contains(";+org.earshot.history");
        receive(past("p1", BOB, ALICE, "read"));
        receive(past("p2", BOB, ALICE, "unread"));
        receive(past("p3", ALICE, BOB, "read"));
        receive(past("p2", BOB, ALICE, "unread"));
        assertThat(phone.events(UserAgentEvent.HistoryReceived.class)).isEmpty();
        timers.advance(Duration.ofSeconds(1));
        List<ChatMessage> told = phone.last(UserAgentEvent.HistoryReceived.class).messages();
        assertThat(told).hasSize(3);
        assertThat(told).extracting(ChatMessage::isUnread).containsExactly(false, true, false);
        assertThat(told).extracting(ChatMessage::mine).containsExactly(false, false, true);
        assertThat(phone.events(UserAgentEvent.MessageReceived.class)).isEmpty();
        phone.agent.chat().seen(BOB);
        assertThat(phone.node.sent()).hasSize(1); // REGISTER: nobody is told
    }

    private static String past(String id, String from, String to, String state) {
        return cpim(id, from, to, from, to, WITH_WISHES)
                .replace(
                        "imdn.Message-ID: m1",
                        "imdn.Message-ID: "
                                + id
                                + "\nNS: earshot <urn:x-earshot:cpim>\nearshot.History: "
                                + state);
    }
}
