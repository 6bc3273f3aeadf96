package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.trace.SipTrace;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.junit.jupiter.api.Test;

/// Two of our phones, joined in memory, and what they remember of it.
class JournalTest {
    private final FakeTimers timers = new FakeTimers();
    private final Switches switches = Switches.ofThisRun();
    private final TestPhone alice =
            new TestPhone(
                    "alice",
                    "192.0.2.1",
                    Transport.TLS,
                    timers,
                    PhoneParts.of("alice").with(LocalKit.ofThisRun()));
    private TestPhone bob = bob();
    private Id atAlice;

    private TestPhone bob() {
        return new TestPhone(
                "bob",
                "192.0.2.2",
                Transport.TLS,
                timers,
                PhoneParts.of("bob")
                        .with(
                                new LocalKit(
                                        JournalStore.ofThisRun(),
                                        DraftStore.ofThisRun(),
                                        switches,
                                        new SipTrace(),
                                        Map::of,
                                        (_, _) -> {})));
    }

    private void call() {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        atAlice = alice.agent.call("bob");
    }

    private Id atBob() {
        return bob.last(UserAgentEvent.IncomingCall.class).call();
    }

    private static List<PastCall> calls(TestPhone phone) {
        return phone.agent.journal().calls(Optional.empty(), 10).toCompletableFuture().join();
    }

    private static PastCall only(TestPhone phone) {
        assertThat(calls(phone)).hasSize(1);
        PastCall call = calls(phone).getFirst();
        assertThat(phone.last(UserAgentEvent.JournalWritten.class).entry()).isEqualTo(call);
        return call;
    }

    private static int missed(TestPhone phone) {
        return phone.agent.journal().missedUnseen().toCompletableFuture().join();
    }

    @Test
    void peopleTalked() {
        call();
        timers.advance(Duration.ofSeconds(5));
        bob.agent.answer(atBob());
        timers.advance(Duration.ofSeconds(20));
        assertThat(calls(alice)).isEmpty();
        bob.agent.hangUp(atBob());
        PastCall made = only(alice);
        assertThat(made.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(made.incoming()).isFalse();
        assertThat(made.peer()).isEqualTo("sip:bob@example.org");
        assertThat(made.reason()).isEqualTo("the other side hung up");
        assertThat(made.encryption()).isEqualTo("SDES:AEAD_AES_256_GCM");
        assertThat(made.answered()).contains(made.began().plusSeconds(5));
        assertThat(made.ended()).isEqualTo(made.began().plusSeconds(25));
        PastCall came = only(bob);
        assertThat(came.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(came.incoming()).isTrue();
        assertThat(came.peer()).isEqualTo("sip:alice@example.org");
        assertThat(missed(bob)).isZero();
    }

    @Test
    void declinedIsBusyToTheCaller() {
        call();
        bob.agent.reject(atBob());
        assertThat(only(bob).outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(only(alice).outcome()).isEqualTo(Outcome.BUSY);
        assertThat(only(alice).answered()).isEmpty();
    }

    @Test
    void cancelledIsMissed() {
        call();
        alice.agent.hangUp(atAlice);
        assertThat(only(alice).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(only(bob).outcome()).isEqualTo(Outcome.MISSED);
        assertThat(missed(bob)).isEqualTo(1);
        bob.agent.journal().seenMissed();
        assertThat(missed(bob)).isZero();
    }

    @Test
    void nobodyAnswers() {
        call();
        timers.advance(Duration.ofMinutes(3));
        assertThat(only(bob).outcome()).isEqualTo(Outcome.MISSED);
        assertThat(only(alice).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void whatCantBeginHasFailed() {
        alice.registered();
        alice.agent.call("no address at all");
        assertThat(only(alice).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void doNotDisturbMakesMissedCallsWithoutASound() {
        bob.agent.doNotDisturb(true);
        assertThat(bob.last(UserAgentEvent.DoNotDisturbChanged.class).on()).isTrue();
        call();
        assertThat(bob.events(UserAgentEvent.IncomingCall.class)).isEmpty();
        assertThat(alice.call().reason()).isEqualTo("busy");
        PastCall missed = only(bob);
        assertThat(missed.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(missed.reason()).isEqualTo("do not disturb");
        assertThat(missed(bob)).isEqualTo(1);
        assertThat(only(alice).outcome()).isEqualTo(Outcome.BUSY);
        bob.agent.doNotDisturb(false);
        alice.agent.call("bob");
        assertThat(bob.events(UserAgentEvent.IncomingCall.class)).hasSize(1);
    }

    @Test
    void doNotDisturbOutlivesTheProcess() {
        bob.agent.doNotDisturb(true);
        bob = bob();
        assertThat(bob.agent.isDoNotDisturb()).isTrue();
        call();
        assertThat(bob.events(UserAgentEvent.IncomingCall.class)).isEmpty();
    }

    private static String published(TestPhone phone) throws Exception {
        var publish =
                phone.node.sent().stream()
                        .filter(sent -> sent.request().getMethod().equals("PUBLISH"))
                        .toList()
                        .getLast();
        publish.respond(200, "OK");
        return new String(Fields.body(publish.request()), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void othersSeeBusyUnlessSomethingElseWasSaid() throws Exception {
        bob.registered();
        bob.agent.doNotDisturb(true);
        assertThat(published(bob)).contains("busy");
        bob.agent.presences().publish(Availability.AWAY, "lunch");
        assertThat(published(bob)).contains("away").contains("lunch").doesNotContain("busy");
        bob.agent.presences().publish(Availability.AVAILABLE, "here");
        assertThat(published(bob)).contains("busy").contains("here");
        bob.agent.doNotDisturb(false);
        assertThat(published(bob)).contains("here").doesNotContain("busy");
    }

    @Test
    void draftsAreOfWhoIsLoggedIn() {
        alice.registered();
        alice.agent.drafts().put("sip:BOB@example.org", "hal");
        alice.agent.drafts().put("sip:BOB@example.org", "hallo");
        alice.agent.drafts().put("sip:carol@example.org", "x");
        alice.agent.drafts().put("sip:carol@example.org", "");
        assertThat(alice.agent.drafts().all().toCompletableFuture().join())
                .hasSize(1)
                .containsValue("hallo");
    }
}
