package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sip.header.CallIdHeader;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// CPIM, notifications (IMDN), copies and who is typing.
class MessageCpimTest {
    private static final String ALICE_URI = "sip:alice@example.org";
    private static final String BOB_URI = "sip:bob@example.org";
    private static final Flow ALICE_MOBILE =
            RecordedRequest.flow(Transport.TLS, "192.0.2.14", 40014, 14);
    private static final Set<DispositionNotification> ALL =
            Set.of(
                    DispositionNotification.POSITIVE_DELIVERY,
                    DispositionNotification.NEGATIVE_DELIVERY,
                    DispositionNotification.DISPLAY);

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private int sequence;

    @BeforeEach
    void bindAlice() {
        f.bind(
                ALICE,
                "sip:alice@192.0.2.4:40004;transport=tls",
                ALICE_TLS,
                "urn:uuid:alice-desk",
                true);
    }

    private void bindBob(boolean cpim) {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, "urn:uuid:bob", cpim);
    }

    private void bindAlicesMobile(boolean cpim) {
        f.bind(
                ALICE,
                "sip:alice@192.0.2.14:40014;transport=tls",
                ALICE_MOBILE,
                "urn:uuid:alice-mobile",
                cpim);
    }

    private RecordedRequest fromAlice(String type, String body) {
        return f.send(ALICE_TLS, text(type, body));
    }

    private RecordedRequest fromBob(String type, String body) {
        return f.send(
                BOB_TLS,
                text(type, body)
                        .replace("From: \"Mallory\" <sip:alice@", "From: <sip:bob@")
                        .replace("MESSAGE sip:bob@", "MESSAGE sip:alice@")
                        .replace("To: <sip:bob@", "To: <sip:alice@")
                        .replace("Call-ID: 1@phone", "Call-ID: 1@bob"));
    }

    private String text(String type, String body) {
        return f.text("MESSAGE", "", body)
                .replace("application/sdp", type)
                .replace("1 MESSAGE", ++sequence + " MESSAGE");
    }

    private Cpim cpim(String id, Set<DispositionNotification> wishes, String text) {
        return Cpim.of(
                        new CpimAddress("Mallory", ALICE_URI),
                        CpimAddress.of("sip:somebody@example.org"),
                        f.clock.instant().minusSeconds(5),
                        MimePart.text(text))
                .withMessageId(id)
                .withNotifications(wishes);
    }

    private RecordedRequest fromAlice(Cpim cpim) {
        return fromAlice("message/cpim", new String(cpim.toBytes(), StandardCharsets.UTF_8));
    }

    private String imdn(String id, Imdn.Notification kind, Imdn.Status status) {
        MimePart part =
                MimePart.of(
                        MediaType.of("message", "imdn+xml"),
                        Imdn.of(id, f.clock.instant(), "sip:evil@example.org", kind, status)
                                .toBytes());
        return new String(
                Cpim.of(CpimAddress.of(BOB_URI), CpimAddress.of(ALICE_URI), f.clock.instant(), part)
                        .toBytes(),
                StandardCharsets.UTF_8);
    }

    private RecordedRequest displayed(String id) {
        return fromBob("message/cpim", imdn(id, Imdn.Notification.DISPLAY, Imdn.Status.DISPLAYED));
    }

    private static String body(LoopbackNode.Sent sent) {
        return new String(sent.request().getRawContent(), StandardCharsets.UTF_8);
    }

    private static String type(LoopbackNode.Sent sent) {
        return sent.request().getHeader("Content-Type").toString().strip();
    }

    private static Cpim cpimOf(LoopbackNode.Sent sent) {
        assertThat(type(sent)).isEqualTo("Content-Type: message/cpim");
        try {
            return Cpim.parse(sent.request().getRawContent());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    private static Imdn imdnOf(LoopbackNode.Sent sent) {
        try {
            return Imdn.parse(cpimOf(sent).content().body());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPlainTextIsWrappedForAPhoneThatTakesCpim() {
        bindBob(true);
        fromAlice("text/plain;charset=UTF-8", "hello ✓");
        Cpim cpim = cpimOf(f.node.take());
        assertThat(cpim.from()).contains(new CpimAddress("Alice A.", ALICE_URI));
        assertThat(cpim.to()).containsExactly(CpimAddress.of(BOB_URI));
        assertThat(cpim.dateTime()).contains(f.clock.instant());
        assertThat(cpim.messageId()).isPresent();
        assertThat(cpim.notifications()).isEmpty();
        assertThat(cpim.content().text()).isEqualTo("hello ✓");
    }

    @Test
    void cpimIsMadeTrueAndKeepsItsIdAndWishes() {
        bindBob(true);
        fromAlice(cpim("id-1", ALL, "hello").withSubject("Lunch"));
        Cpim cpim = cpimOf(f.node.take());
        assertThat(cpim.from()).contains(new CpimAddress("Alice A.", ALICE_URI));
        assertThat(cpim.to()).containsExactly(CpimAddress.of(BOB_URI));
        assertThat(cpim.dateTime()).contains(f.clock.instant().minusSeconds(5));
        assertThat(cpim.messageId()).contains("id-1");
        assertThat(cpim.notifications()).isEqualTo(ALL);
        assertThat(cpim.subject()).contains("Lunch");
        assertThat(((ArchiveEvent.MessageReceived) f.archive.events.getFirst()).messageId())
                .isEqualTo("id-1");
    }

    @Test
    void aTimeThatCanNotBeIsReplaced() {
        bindBob(true);
        Cpim old =
                Cpim.of(
                        CpimAddress.of(ALICE_URI),
                        CpimAddress.of(BOB_URI),
                        Instant.parse("2020-01-01T00:00:00Z"),
                        MimePart.text("hello"));
        fromAlice(old);
        assertThat(cpimOf(f.node.take()).dateTime()).contains(f.clock.instant());
    }

    @Test
    void whoWritesInAnothersNameIs403() {
        bindBob(true);
        Cpim forged =
                Cpim.of(
                        CpimAddress.of(BOB_URI),
                        CpimAddress.of(BOB_URI),
                        f.clock.instant(),
                        MimePart.text("hello"));
        assertThat(fromAlice(forged).finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(f.archive.events.getFirst()).isInstanceOf(ArchiveEvent.MessageRefused.class);
        assertThat(fromAlice("message/cpim", "nonsense").finalResponse().getStatusCode())
                .isEqualTo(400);
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void aPhoneThatDoesNotTakeCpimGetsTheText() {
        bindBob(false);
        fromAlice(cpim("id-1", Set.of(), "hello"));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(type(sent)).isEqualTo("Content-Type: text/plain;charset=UTF-8");
        assertThat(body(sent)).isEqualTo("hello");
        assertThat(sent.request().getHeader("From").toString()).contains("\"Alice A.\"");
    }

    /// As Linphone does.
    @Test
    void aPhoneWithoutCpimSaysByTheCallIdThatItGotTheText() {
        bindBob(false);
        fromAlice(cpim("id-1", Set.of(DispositionNotification.POSITIVE_DELIVERY), "hello"));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(200, "OK");
        String callId = ((CallIdHeader) sent.request().getHeader("Call-ID")).getCallId();
        assertThat(callId).isEqualTo("id-1");
        assertThat(bareNotice(callId).statuses()).containsExactly(200);
        assertThat(bareNotice("id-2").statuses()).containsExactly(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a b>", "id 1", "a@b@c", "é", "\""})
    void aMessageIdThatIsNoCallIdLeavesTheSenders(String id) {
        bindBob(false);
        fromAlice(cpim(id, Set.of(), "hello"));
        assertThat(f.node.take().request().getHeader("Call-ID").toString()).contains("1@phone");
    }

    @Test
    void aTextThatCameWithoutCpimIsKnownByItsCallId() {
        bindBob(false);
        fromAlice("text/plain", "hello");
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.request().getHeader("Call-ID").toString()).contains("1@phone");
        sent.respond(200, "OK");
        assertThat(bareNotice("1@phone").statuses()).containsExactly(200);
    }

    private RecordedRequest bareNotice(String id) {
        Imdn imdn =
                Imdn.of(
                        id,
                        f.clock.instant(),
                        BOB_URI,
                        Imdn.Notification.DELIVERY,
                        Imdn.Status.DELIVERED);
        return fromBob("message/imdn+xml", new String(imdn.toBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void a415ToCpimIsFollowedByTheTextAndRemembered() {
        bindBob(true);
        RecordedRequest message = fromAlice("text/plain", "hello");
        f.node.take().respond(415, "Unsupported Media Type");
        LoopbackNode.Sent again = f.node.take();
        assertThat(body(again)).isEqualTo("hello");
        again.respond(200, "OK");
        assertThat(message.statuses()).containsExactly(200);
        assertThat(f.messages.devices(BOB).getFirst().takesCpim()).isFalse();
    }

    @Test
    void aRefusalOfTheTextTooIsForGood() {
        bindBob(true);
        RecordedRequest message = fromAlice("text/plain", "hello");
        f.node.take().respond(415, "Unsupported Media Type");
        f.node.take().respond(415, "Unsupported Media Type");
        assertThat(message.statuses()).containsExactly(415);
    }

    @Test
    void whoOnceSentCpimTakesIt() {
        bindBob(false);
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, "urn:uuid:bob", false);
        fromBob(
                "message/cpim",
                new String(
                        Cpim.of(
                                        CpimAddress.of(BOB_URI),
                                        CpimAddress.of(ALICE_URI),
                                        f.clock.instant(),
                                        MimePart.text("hi"))
                                .toBytes(),
                        StandardCharsets.UTF_8));
        assertThat(f.messages.devices(BOB).getFirst().takesCpim()).isTrue();
    }

    @Test
    void theSendersOtherPhonesGetACopy() {
        bindBob(false);
        bindAlicesMobile(true);
        RecordedRequest message = fromAlice("text/plain", "hello");
        LoopbackNode.Sent toBob = f.node.take();
        LoopbackNode.Sent copy = f.node.take();
        assertThat(copy.request().getRequestURI().toString()).contains("192.0.2.14");
        assertThat(copy.request().getHeader("To").toString()).contains(BOB_URI);
        assertThat(copy.request().getHeader("From").toString()).contains(ALICE_URI);
        assertThat(cpimOf(copy).from().orElseThrow().uri()).isEqualTo(ALICE_URI);
        assertThat(cpimOf(copy).to().getFirst().uri()).isEqualTo(BOB_URI);
        copy.respond(200, "OK");
        assertThat(message.answered()).as("the sender's own phone is no recipient").isFalse();
        toBob.respond(200, "OK");
        assertThat(message.statuses()).containsExactly(200);
        assertThat(f.node.sent()).hasSize(2);
    }

    @Test
    void theAnswerDoesNotComeBeforeTheCopyOfTheQuestion() {
        bindAlicesMobile(true);
        fromAlice("text/plain", "a question");
        LoopbackNode.Sent copy = f.node.take();
        assertThat(copy.request().getRequestURI().toString()).contains("192.0.2.14");
        bindBob(false);
        f.node.take().respond(200, "OK");
        fromBob("text/plain", "an answer");
        LoopbackNode.Sent toDesk = f.node.take();
        assertThat(toDesk.request().getRequestURI().toString()).contains("192.0.2.4");
        int sent = f.node.sent().size();
        copy.respond(200, "OK");
        assertThat(f.node.sent()).hasSize(sent + 1);
        assertThat(body(f.node.take())).contains("an answer");
    }

    @Test
    void aPhoneWithoutCpimGetsNoCopyUnlessThatIsWanted() {
        bindBob(false);
        bindAlicesMobile(false);
        fromAlice("text/plain", "hello");
        f.node.take().respond(200, "OK");
        assertThat(f.node.sent()).hasSize(1);
        f.configureMessages(of ->
                new org.earshot.proxy.message.MessageConfig(
                        of.maxBytes(),
                        of.perSecond(),
                        of.burst(),
                        of.expires(),
                        of.maxWaiting(),
                        of.blockedAnswer(),
                        true,
                        of.retryAfter()));
        fromAlice("text/plain", "again");
        f.node.take().respond(200, "OK");
        LoopbackNode.Sent copy = f.node.take();
        assertThat(body(copy)).isEqualTo("again");
        assertThat(copy.request().getHeader("To").toString()).contains(BOB_URI);
    }

    @Test
    void whatWasDisplayedIsTheSendersToKnow() {
        bindBob(true);
        fromAlice(cpim("id-1", ALL, "hello"));
        f.node.take().respond(200, "OK");

        RecordedRequest notification = displayed("id-1");

        LoopbackNode.Sent told = f.node.take();
        assertThat(told.request().getRequestURI().toString()).contains("192.0.2.4");
        assertThat(told.request().getHeader("From").toString()).contains(BOB_URI);
        assertThat(cpimOf(told).from().orElseThrow().uri()).isEqualTo(BOB_URI);
        Imdn imdn = imdnOf(told);
        assertThat(imdn.messageId()).isEqualTo("id-1");
        assertThat(imdn.status()).isEqualTo(Imdn.Status.DISPLAYED);
        assertThat(imdn.recipientUri()).as("in our words").contains(BOB_URI);
        assertThat(notification.statuses()).containsExactly(200);
        ArchiveEvent.MessageDisplayed displayed =
                (ArchiveEvent.MessageDisplayed) f.archive.events.getLast();
        assertThat(displayed.messageId()).isEqualTo("id-1");
        assertThat(displayed.sender().address()).isEqualTo(BOB_URI);
        assertThat(displayed.recipient()).isEqualTo(ALICE_URI);

        told.respond(200, "OK");
        assertThat(displayed("id-1").statuses()).containsExactly(200);
        assertThat(f.node.sent()).as("told once").hasSize(2);
    }

    @Test
    void aNotificationIsNotLostWhileTheSenderIsAway() {
        bindBob(true);
        fromAlice(cpim("id-1", ALL, "hello"));
        f.node.take().respond(200, "OK");
        f.unbind(ALICE);
        displayed("id-1");
        assertThat(f.node.sent()).hasSize(1);
        bindAlice();
        assertThat(imdnOf(f.node.take()).status()).isEqualTo(Imdn.Status.DISPLAYED);
    }

    @Test
    void theReadersOtherPhonesAreToldToo() {
        bindBob(true);
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, "urn:uuid:bob-mobile", true);
        fromAlice(cpim("id-1", Set.of(), "hello"));
        f.node.take().respond(200, "OK");
        f.node.take().respond(200, "OK");
        displayed("id-1");
        LoopbackNode.Sent told = f.node.take();
        assertThat(told.request().getRequestURI().toString()).contains("192.0.2.6");
        assertThat(told.request().getHeader("To").toString()).contains(ALICE_URI);
        assertThat(f.node.sent()).as("alice did not ask").hasSize(3);
    }

    @Test
    void whatWaitsForAPhoneWasNotDisplayedThereUntilItWent() {
        bindBob(true);
        fromAlice(cpim("id-0", ALL, "hello"));
        f.node.take().timeOut();
        fromAlice(cpim("id-1", ALL, "waits, as the phone rests"));
        f.unbind(ALICE); // so that nobody is told
        assertThat(displayed("id-1").statuses()).containsExactly(403);
        assertThat(displayed("id-0").statuses()).as("its answer was lost").containsExactly(200);
        f.clock.advance(Duration.ofSeconds(30));
        assertThat(body(f.node.take())).contains("hello");
        f.proxy.messages().lookAtEverything(); // another node has gone: it may have sent it
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(displayed("id-1").statuses()).containsExactly(200);
    }

    @Test
    void whatAPhoneRefusedWasNotDisplayedThere() {
        bindBob(true);
        fromAlice(cpim("id-1", ALL, "hello"));
        f.node.take().respond(488, "No");
        assertThat(displayed("id-1").statuses()).containsExactly(403);
    }

    @Test
    void whatNeverWentToAPhoneCanNotBeDisplayedThere() {
        bindBob(true);
        assertThat(displayed("no-such-id").statuses()).containsExactly(403);
        fromAlice(cpim("id-1", ALL, "hello").withContent(MimePart.text("hi")));
        f.node.take().respond(488, "No");
        RecordedRequest fromElsewhere =
                f.send(
                        RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0),
                        f.text(
                                        "MESSAGE",
                                        "Proxy-Authorization: Digest username=\"carol\", realm=\"example.org\","
                                                + " nonce=\"1\", uri=\"sip:x\", response=\"1\"",
                                        imdn(
                                                "id-1",
                                                Imdn.Notification.DISPLAY,
                                                Imdn.Status.DISPLAYED))
                                .replace("application/sdp", "message/cpim")
                                .replace(
                                        "<sip:alice@example.org>;tag",
                                        "<sip:carol@example.org>;tag"));
        assertThat(fromElsewhere.finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(f.archive.events).noneMatch(ArchiveEvent.MessageDisplayed.class::isInstance);
    }

    @Test
    void forPhonesThatCanNotSaySoTheServerSaysThatTheyHaveIt() {
        bindBob(false);
        fromAlice(cpim("id-1", ALL, "hello"));
        f.node.take().respond(200, "OK");
        LoopbackNode.Sent told = f.node.take();
        assertThat(imdnOf(told).status()).isEqualTo(Imdn.Status.DELIVERED);
        assertThat(cpimOf(told).from().orElseThrow().uri()).isEqualTo(BOB_URI);
    }

    @ParameterizedTest(name = "{0} is told as {1}")
    @CsvSource({"405, FAILED", "603, FORBIDDEN"})
    void whatEveryPhoneRefusedAfterThe202IsToldToWhoAsked(int status, Imdn.Status said) {
        fromAlice(cpim("id-1", ALL, "hello")); // nobody is there: 202
        bindBob(true);
        f.node.take().respond(status, "No");
        LoopbackNode.Sent notice = f.node.take();
        assertThat(notice.request().getRequestURI().toString()).contains("alice@192.0.2.4");
        assertThat(imdnOf(notice).messageId()).isEqualTo("id-1");
        assertThat(imdnOf(notice).status()).isEqualTo(said);
        assertThat(f.node.sent()).hasSize(2);
    }

    @Test
    void whoHearsTheRefusalAtOnceIsNotToldAgain() {
        bindBob(true);
        RecordedRequest message = fromAlice(cpim("id-1", ALL, "hello"));
        f.node.take().respond(405, "Method Not Allowed");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(405);
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void oneRefusalIsNotToldWhileAnotherPhoneMayTakeIt() {
        f.bind(BOB, "sip:bob@192.0.2.15:40015;transport=tls", BOB_TLS, "urn:uuid:bob-2", true);
        bindBob(true);
        f.unbind(BOB);
        fromAlice(cpim("id-1", ALL, "hello"));
        bindBob(true);
        f.node.take().respond(405, "Method Not Allowed");
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void whatExpiresIsToldToWhoAsked() {
        fromAlice(cpim("id-1", ALL, "hello"));
        f.unbind(ALICE);
        f.clock.advance(Duration.ofDays(29));
        bindAlice();
        f.unbind(ALICE);
        f.clock.advance(Duration.ofDays(1).plusSeconds(64));
        f.proxy.messages().maintain();
        bindAlice();
        assertThat(imdnOf(f.node.take()).status()).isEqualTo(Imdn.Status.FAILED);
    }

    @Test
    void whatWaitedOnlyForAPhoneThatIsForgottenIsToldToWhoAsked() {
        bindBob(true);
        f.unbind(BOB);
        fromAlice(cpim("id-1", ALL, "hello"));
        for (int i = 0; i < 20; i++) {
            f.clock.advance(Duration.ofSeconds(1));
            f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, "urn:uuid:" + i, false);
            f.unbind(BOB);
        }
        assertThat(imdnOf(f.node.take()).status()).isEqualTo(Imdn.Status.FAILED);
    }

    private String typing(String more) {
        return new String(
                        IsComposing.active("text/plain", Duration.ofSeconds(60)).toBytes(),
                        StandardCharsets.UTF_8)
                .replace("</isComposing>", more + "</isComposing>");
    }

    @Test
    void whoIsTypingIsToldToWhoIsThereInWordsOfOurs() throws Exception {
        bindBob(true);
        RecordedRequest typing =
                fromAlice(IsComposing.CONTENT_TYPE, typing("<secret>beside the record</secret>"));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(type(sent)).contains(IsComposing.CONTENT_TYPE);
        assertThat(body(sent)).doesNotContain("secret");
        assertThat(IsComposing.parse(sent.request().getRawContent()).state())
                .isEqualTo(IsComposing.State.ACTIVE);
        sent.respond(200, "OK");
        assertThat(typing.statuses()).containsExactly(200);
        assertThat(f.archive.events).isEmpty();
        assertThat(f.messages.backlogs(java.util.Optional.empty())).isEmpty();
    }

    @Test
    void whoIsTypingIsToldByTheNodeThatHoldsThePhone() throws Exception {
        f.elsewhere.add(BOB_TLS);
        bindBob(true);
        List<Change> told = new ArrayList<>();
        f.changes.subscribe(Topic.TYPING, told::add);
        RecordedRequest typing = fromAlice(IsComposing.CONTENT_TYPE, typing(""));
        assertThat(typing.statuses()).containsExactly(202);
        assertThat(f.node.sent()).isEmpty();
        f.elsewhere.clear(); // to that node
        f.changes.announce(told.getFirst());
        assertThat(f.node.sent()).as("who told it knows that").isEmpty();
        f.configureMessages(config -> config);
        f.changes.announce(told.getFirst());
        LoopbackNode.Sent sent = f.node.take();
        IsComposing state = IsComposing.parse(sent.request().getRawContent());
        assertThat(state.state()).isEqualTo(IsComposing.State.ACTIVE);
        assertThat(state.refresh()).contains(Duration.ofSeconds(60));
        assertThat(sent.request().getHeader("From").toString())
                .contains("\"Alice A.\" <sip:alice@example.org>");
    }

    @Test
    void whoIsTypingToNobodyIs202AndTooMuchOfItGoesNowhere() {
        assertThat(fromAlice(IsComposing.CONTENT_TYPE, typing("")).statuses()).containsExactly(202);
        bindBob(true);
        assertThat(f.node.sent()).isEmpty();
        for (int i = 0; i < 20; i++) {
            fromAlice(IsComposing.CONTENT_TYPE, typing(""));
        }
        assertThat(f.node.sent()).hasSize(9);
    }

    @Test
    void whatDoesNotFitInCpimGoesAsTextWhereThatFits() {
        Flow udp = RecordedRequest.flow(Transport.UDP, "192.0.2.6", 5060, 0);
        f.bind(BOB, "sip:bob@10.0.0.6", udp, "urn:uuid:bob", true);
        RecordedRequest message = fromAlice(cpim("id-1", ALL, "x".repeat(620)));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(body(sent)).isEqualTo("x".repeat(620));
        assertThat(sent.request().toString()).contains("Content-Type: text/plain");
        sent.respond(200, "OK");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(200);
        // it can't say itself that it has it: we do
        assertThat(body(f.node.take())).contains("<delivered");
        assertThat(fromAlice(cpim("id-2", ALL, "x".repeat(1100))).statuses()).containsExactly(513);
    }

    @Test
    void whatAPhoneNeverTookIsToldToWhoWroteItWhenItExpires() {
        bindBob(false);
        fromAlice(cpim("id-1", Set.of(DispositionNotification.NEGATIVE_DELIVERY), "poison"));
        fromAlice("text/plain", "two");
        for (int tries = 0; tries < 5; tries++) {
            f.node.take().respond(480, "No");
            f.clock.advance(java.time.Duration.ofSeconds(30));
        }
        LoopbackNode.Sent next = f.node.take();
        assertThat(body(next)).isEqualTo("two");
        next.respond(200, "OK");
        int sent = f.node.sent().size();
        f.unbind(BOB);
        f.clock.advance(java.time.Duration.ofDays(30));
        assertThat(f.node.sent()).hasSize(sent);
        bindAlice();
        f.proxy.messages().maintain();
        assertThat(body(f.node.take())).contains("<failed").contains("id-1");
    }
}
