package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.time.Duration;
import java.util.Set;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimePart;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Notices of delivery and of reading (IMDN, RFC 5438): whose counts, and who hears of it.
class MessageNoticesTest extends MessagesByCpim {
    private static Imdn imdnOf(LoopbackNode.Sent sent) {
        try {
            return Imdn.parse(cpimOf(sent).content().body());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
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
    void whatExpiresForOnePhoneAndWasTakenByAnotherHasNotFailed() {
        f.bind(BOB, "sip:bob@192.0.2.15:40015;transport=tls", BOB_TLS, "urn:uuid:bob-2", true);
        f.unbind(BOB);
        bindBob(true);
        fromAlice(cpim("id-1", ALL, "hello"));
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofDays(30).plusSeconds(64));
        bindAlice();
        f.proxy.messages().maintain();
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageExpired.class);
        assertThat(f.node.sent()).as("it has arrived: nobody is told otherwise").hasSize(1);
    }

    @Test
    void whatTheRecordCouldNotHaveIsSaidWhenThePhoneSaysItAgain() {
        bindBob(true);
        fromAlice(cpim("id-1", ALL, "hello"));
        f.node.take().respond(200, "OK");
        f.archive.available = false;
        assertThat(displayed("id-1").statuses()).containsExactly(503);
        f.archive.available = true;
        assertThat(displayed("id-1").statuses()).containsExactly(200);
        assertThat(imdnOf(f.node.take()).status()).isEqualTo(Imdn.Status.DISPLAYED);
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageDisplayed.class);
    }

    @Test
    void whatWaitedOnlyForAPhoneThatIsForgottenIsToldToWhoAsked() {
        bindBob(true);
        f.unbind(BOB);
        fromAlice(cpim("id-1", ALL, "hello"));
        f.withholding.hold(BOB, Set.of("urn:uuid:bob")); // so that it waits for no new one
        for (int i = 0; i < 20; i++) {
            f.clock.advance(Duration.ofSeconds(1));
            f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, "urn:uuid:" + i, false);
            f.unbind(BOB);
        }
        assertThat(imdnOf(f.node.take()).status()).isEqualTo(Imdn.Status.FAILED);
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
