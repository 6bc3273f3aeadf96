package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A phone that does not take a message now, or never, is tried again, and holds up no more than it must.
class MessageRetryTest extends MessageScene {

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

    @ParameterizedTest
    @ValueSource(ints = {480, 486, 500})
    void aMessageThatAPhoneDoesNotTakeHoldsTheOthersUpForSomeTriesOnly(int status) {
        refuseFiveTimes(status);
        LoopbackNode.Sent next = f.node.take();
        assertThat(body(next)).isEqualTo("two");
        next.respond(200, "OK");
        assertThat(outcomes()).containsExactly(200);
        send("three");
        f.node.take().respond(200, "OK"); // it goes on
        assertThat(waiting()).containsExactly("poison");
    }

    @Test
    void whatAPhoneDidNotTakeIsTriedAgainUntilItDoes() {
        refuseFiveTimes(500);
        f.node.take().respond(200, "OK");
        int sent = f.node.sent().size();
        for (int i = 1; i <= 3; i++) {
            f.clock.advance(Duration.ofMinutes(10));
            assertThat(f.node.sent()).hasSize(sent + i);
            LoopbackNode.Sent again = f.node.take();
            assertThat(body(again)).isEqualTo("poison");
            again.respond(500, "No");
            send("meanwhile " + i);
            f.node.take().respond(200, "OK"); // held up by nothing
            sent++;
            f.proxy.messages().maintain();
            assertThat(f.proxy.messages().queues()).isOne();
        }
        f.clock.advance(Duration.ofMinutes(10));
        f.node.take().respond(200, "OK");
        assertThat(waiting()).isEmpty();
        assertThat(outcomes()).hasSize(5).containsOnly(200);
    }

    @Test
    void whatAPhoneNeverTookExpires() {
        refuseFiveTimes(486);
        f.node.take().respond(200, "OK");
        f.unbind(BOB);
        f.clock.advance(Duration.ofDays(30));
        f.proxy.messages().maintain();
        assertThat(f.archive.events.getLast()).isInstanceOf(ArchiveEvent.MessageExpired.class);
        assertThat(waiting()).isEmpty();
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(f.clock.waiting()).isZero();
    }

    private void refuseFiveTimes(int status) {
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
    void whatStandsAsideIsTriedWhenThePhoneRegistersAnew() {
        refuseFiveTimes(500);
        f.node.take().respond(200, "OK");
        f.clock.advance(Duration.ofMinutes(4));
        f.proxy.messages().lookAtEverything(); // no news of the phone
        int sent = f.node.sent().size();
        f.unbind(BOB);
        bindDesk();
        assertThat(f.node.sent()).hasSize(sent + 1);
        LoopbackNode.Sent again = f.node.take();
        assertThat(body(again)).isEqualTo("poison");
        again.respond(500, "No");
        f.clock.advance(Duration.ofMinutes(9)); // ten of them count from now
        assertThat(f.node.sent()).hasSize(sent + 1);
        f.clock.advance(Duration.ofMinutes(1));
        f.node.take().respond(200, "OK");
        assertThat(waiting()).isEmpty();
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(f.clock.waiting()).isZero();
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
        assertThat(outcomes()).containsExactly(200, 200);
        assertThat(waiting()).containsExactly("poison");
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
}
