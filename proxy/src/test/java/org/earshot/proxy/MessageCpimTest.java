package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import javax.sip.header.CallIdHeader;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.mime.MimePart;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// CPIM (RFC 3862): which phone gets it, and which the text alone.
class MessageCpimTest extends MessagesByCpim {
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
}
