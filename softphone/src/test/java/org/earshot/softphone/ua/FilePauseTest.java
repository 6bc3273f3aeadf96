package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.CANCELLED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.COMPLETE;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.OFFERED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PAUSED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PROGRESS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.message.Request;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two of our phones, joined in memory, and a file between them that one of the two lets rest.
class FilePauseTest extends FilePair {
    private static final String BY_OTHER = "the other side paused it";

    @BeforeEach
    void halfOfIt() {
        accept();
        files.last().listener.connected();
        atBobs.last().listener.connected();
        files.last().listener.progress(400);
        atBobs.last().listener.progress(400);
        atBobs.have = 400;
    }

    private void bothRest(TestPhone by, TestPhone other) {
        assertThat(of(by).state()).isEqualTo(PAUSED);
        assertThat(of(by).reason()).isEmpty();
        assertThat(of(by).bytes()).isEqualTo(400);
        assertThat(of(by).rate()).isEmpty();
        assertThat(of(by).secondsLeft()).isEmpty();
        assertThat(of(other).state()).isEqualTo(PAUSED);
        assertThat(of(other).reason()).isEqualTo(BY_OTHER);
        assertThat(files.open + atBobs.open + atBobs.placesTaken).isZero();
    }

    private void theRestComes(int round) {
        assertThat(files.begun).hasSize(round);
        assertThat(files.last().from).isEqualTo(400);
        atBobs.last().complete();
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
        assertThat(kept(store)).isEmpty();
        assertThat(kept(bobsStore))
                .as("only that it is here, for a sender that did not hear of it")
                .extracting(FileStore.Kept::fate)
                .containsExactly(FileStore.Fate.ARRIVED);
        assertThat(files.open + atBobs.open).isZero();
    }

    @Test
    void theSenderLetsItRestForDaysAndGoesOn() {
        alice.agent.files().pause(sent);
        assertThat(files.last().brokenOff).isTrue();
        assertThat(files.last().cancelled).isEmpty();
        bothRest(alice, bob);
        timers.advance(Duration.ofDays(3));
        bothRest(alice, bob);
        assertThat(files.begun).hasSize(1);
        alice.agent.files().resume(sent);
        assertThat(of(bob).id()).isEqualTo(came);
        assertThat(of(bob).state()).isEqualTo(PROGRESS);
        theRestComes(2);
    }

    @Test
    void theReceiverLetsItRestAndTheSenderGoesOnAtOnceWhenAsked() {
        bob.agent.files().pause(came);
        bothRest(bob, alice);
        timers.advance(Duration.ofDays(1));
        bothRest(bob, alice);
        assertThat(files.begun).hasSize(1);
        bob.agent.files().resume(came);
        theRestComes(2);
    }

    /// The end of the connection may be seen before the BYE that says why.
    @Test
    void aBreakThatIsSeenFirstBecomesAPause() {
        atBobs.last().breaks();
        assertThat(of(bob).state()).isEqualTo(PROGRESS);
        alice.agent.files().pause(sent);
        bothRest(alice, bob);
        alice.agent.files().resume(sent);
        theRestComes(2);
    }

    /// Else the receiver would wait for a quarter of an hour, and give up.
    @Test
    void aPauseBetweenTwoTriesIsToldToo() {
        files.last().breaks();
        alice.agent.files().pause(sent);
        timers.advance(Duration.ofDays(3));
        bothRest(alice, bob);
        alice.agent.files().resume(sent);
        assertThat(of(bob).id()).isEqualTo(came);
        assertThat(of(bob).state()).isEqualTo(PROGRESS);
    }

    @Test
    void aSenderThatTriesAgainHearsThatItRests() {
        files.last().breaks();
        bob.agent.files().pause(came);
        timers.advance(Duration.ofSeconds(1));
        bothRest(bob, alice);
        bob.agent.files().resume(came);
        theRestComes(2);
    }

    @Test
    void whatBothLetRestGoesOnWhenBothWantIt() {
        alice.agent.files().pause(sent);
        bob.agent.files().pause(came);
        assertThat(of(bob).reason()).isEmpty();
        bob.agent.files().resume(came);
        assertThat(of(bob).reason()).isEqualTo(BY_OTHER);
        assertThat(files.begun).hasSize(1);
        bob.agent.files().pause(came);
        alice.agent.files().resume(sent);
        assertThat(of(alice).reason()).isEqualTo(BY_OTHER);
        bob.agent.files().resume(came);
        theRestComes(2);
    }

    @Test
    void itRestsOverTheSendersRestart() {
        alice.agent.files().pause(sent);
        alice.agent.quit();
        alice = alice();
        TestPhone.join(alice, bob);
        alice.agent.register(alice.account);
        assertThat(of(alice).state()).isEqualTo(PAUSED);
        timers.advance(Duration.ofHours(1));
        assertThat(files.begun).hasSize(1);
        alice.agent.files().resume(of(alice).id());
        theRestComes(2);
    }

    @Test
    void itRestsOverTheReceiversRestart() {
        bob.agent.files().pause(came);
        bob.agent.quit();
        bob = bob();
        bob.registered();
        TestPhone.join(alice, bob);
        timers.advance(Duration.ofMinutes(6));
        bob.agent.files().resume(of(bob).id());
        theRestComes(2);
    }

    private void bothKnowThatItIsOver() {
        assertThat(of(alice).state()).isEqualTo(CANCELLED);
        assertThat(of(bob).state()).isEqualTo(CANCELLED);
        assertThat(of(bob).reason()).isEqualTo("the other side ended it");
        assertThat(kept(store)).isEmpty();
        assertThat(kept(bobsStore)).isEmpty();
        assertThat(files.open + atBobs.open + atBobs.placesTaken).isZero();
        timers.advance(Duration.ofDays(8));
        assertThat(files.begun).hasSize(1);
        assertThat(of(bob).state()).isEqualTo(CANCELLED);
    }

    @Test
    void whatRestsCanBeEndedByItsSender() {
        alice.agent.files().pause(sent);
        alice.agent.files().cancel(sent);
        assertThat(of(bob).id()).isEqualTo(came);
        bothKnowThatItIsOver();
    }

    @Test
    void whatTheReceiverLetsRestCanBeEndedByItsSender() {
        bob.agent.files().pause(came);
        alice.agent.files().cancel(sent);
        bothKnowThatItIsOver();
    }

    @Test
    void whatBothLetRestCanBeEndedByItsSender() {
        alice.agent.files().pause(sent);
        bob.agent.files().pause(came);
        alice.agent.files().cancel(sent);
        bothKnowThatItIsOver();
    }

    @Test
    void whatIsEndedBetweenTwoTriesIsToldToo() {
        atBobs.last().breaks();
        files.last().breaks();
        alice.agent.files().cancel(sent);
        bothKnowThatItIsOver();
    }

    @Test
    void whatRestsCanBeEndedAfterTheSendersRestart() {
        alice.agent.files().pause(sent);
        alice.agent.quit();
        alice = alice();
        TestPhone.join(alice, bob);
        alice.agent.register(alice.account);
        alice.agent.files().cancel(of(alice).id());
        bothKnowThatItIsOver();
    }

    /// Neither of the two is there when the other one is.
    @Test
    void aReceiverWhoIsAwayHearsThatItIsOverFromTheNextRun() {
        alice.agent.files().pause(sent);
        alice.node.answeredBy(r -> r.respond(480, "Temporarily Unavailable"));
        alice.agent.files().cancel(sent);
        assertThat(of(alice).state()).isEqualTo(CANCELLED);
        assertThat(kept(store)).singleElement().matches(FileStore.Kept::isTakenBack);
        timers.advance(Duration.ofHours(2));
        assertThat(of(bob).state()).isEqualTo(PAUSED);
        alice.agent.quit();
        alice = alice();
        TestPhone.join(alice, bob);
        alice.agent.register(alice.account);
        assertThat(alice.events(UserAgentEvent.FileChanged.class)).isEmpty();
        assertThat(of(bob).state()).isEqualTo(CANCELLED);
        assertThat(kept(store)).isEmpty();
        assertThat(kept(bobsStore)).isEmpty();
    }

    /// Another device than the one that has a part, a server that dies, or one that does not know us just now.
    @ParameterizedTest
    @ValueSource(ints = {403, 407, 430, 480, 481, 486, 488, 500, 503})
    void whoDoesNotHaveItDoesNotAnswerForWhoHas(int status) {
        alice.agent.files().pause(sent);
        bob.agent.files().pause(came);
        alice.node.answeredBy(r -> r.respond(status, "No"));
        alice.agent.files().cancel(sent);
        assertThat(kept(store)).singleElement().matches(FileStore.Kept::isTakenBack);
        TestPhone.join(alice, bob);
        timers.advance(Duration.ofSeconds(1));
        bothKnowThatItIsOver();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 487, 603, 604})
    void whatIsAnsweredForGoodIsNotSaidAgain(int status) {
        alice.agent.files().pause(sent);
        alice.node.answeredBy(r -> r.respond(status, "No"));
        alice.agent.files().cancel(sent);
        assertThat(kept(store)).isEmpty();
    }

    @Test
    void whatNobodyHearsForAWeekIsGivenUp() {
        AtomicInteger asked = new AtomicInteger();
        alice.agent.files().pause(sent);
        alice.node.answeredBy(r -> {
            boolean here = r.method().equals(Request.REGISTER);
            asked.addAndGet(r.method().equals(Request.INVITE) ? 1 : 0);
            r.respond(here ? 200 : 481, here ? "OK" : "No");
        });
        alice.agent.files().cancel(sent);
        timers.advance(Duration.ofDays(6));
        alice.agent.register(alice.account);
        assertThat(kept(store)).hasSize(1);
        assertThat(asked.get()).as("whoever refuses is left in peace").isBetween(48, 6 * 24 * 10);
        timers.advance(Duration.ofDays(2));
        alice.agent.register(alice.account);
        assertThat(kept(store)).isEmpty();
    }

    @Test
    void aReceiverWhoComesBackIsToldAtOnce() {
        alice.agent.files().pause(sent);
        bob.agent.files().pause(came);
        alice.node.answeredBy(r -> r.respond(480, "Temporarily Unavailable"));
        alice.agent.files().cancel(sent);
        timers.advance(Duration.ofHours(2));
        TestPhone.join(alice, bob);
        bob.agent.files().resume(came);
        bothKnowThatItIsOver();
    }

    /// A phone that began anew and has not been offered the file again.
    @Test
    void aReceiverHearsAfterItsRestartThatItIsOver() {
        alice.agent.files().pause(sent);
        bob.agent.quit();
        bob = bob();
        bob.registered();
        TestPhone.join(alice, bob);
        alice.agent.files().cancel(sent);
        bothKnowThatItIsOver();
    }

    /// For all that alice knows another phone of bob's has a part.
    @Test
    void whatThisPhoneDoesNotHaveIsTakenBackFromAnother() {
        alice.agent.files().pause(sent);
        TestPhone other =
                new TestPhone(
                        "bob",
                        "192.0.2.4",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("bob")
                                .with(
                                        new FileKit(
                                                atBobs,
                                                FileStore.ofThisRun(),
                                                FilePolicy.usual())));
        TestPhone.join(alice, other.registered());
        alice.agent.files().cancel(sent);
        assertThat(kept(store)).singleElement().matches(FileStore.Kept::isTakenBack);
        timers.advance(Duration.ofDays(8));
        alice.agent.register(alice.account);
        assertThat(kept(store)).isEmpty();
        assertThat(other.events(UserAgentEvent.FileChanged.class)).isEmpty();
    }

    private void bobGivesItsPartUp(boolean restarts) {
        alice.agent.files().pause(sent);
        bob.agent.files().cancel(came);
        if (restarts) {
            bob.agent.quit();
            bob = bob();
            TestPhone.join(alice, bob.registered());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoGaveItsPartUpAnswersWhoTakesItBack(boolean restarts) {
        bobGivesItsPartUp(restarts);
        alice.agent.files().cancel(sent);
        assertThat(kept(store)).as("nobody needs to be told").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoGaveItsPartUpIsNotAskedAgainWhenItGoesOn(boolean restarts) {
        bobGivesItsPartUp(restarts);
        alice.agent.files().resume(sent);
        assertThat(of(alice).state()).isEqualTo(CANCELLED);
        assertThat(of(alice).reason()).isEqualTo("declined");
        assertThat(files.begun).hasSize(1);
        if (restarts) {
            assertThat(bob.events(UserAgentEvent.FileChanged.class)).isEmpty();
        }
    }

    @Test
    void whatWasGivenUpIsForgottenAfterAWeek() {
        bobGivesItsPartUp(true);
        assertThat(kept(bobsStore)).hasSize(1);
        timers.advance(Duration.ofDays(8));
        bob.agent.quit();
        bob = bob();
        bob.registered();
        assertThat(kept(bobsStore)).isEmpty();
    }

    /// Who knows the transfer, and is somebody else.
    @Test
    void aStrangerTakesNothingBack() {
        alice.agent.files().pause(sent);
        FileStore hers = FileStore.ofThisRun();
        FileStore.Kept of = kept(store).getFirst();
        hers.keep(
                new FileStore.Kept(
                        "sip:carol@example.org",
                        of.peer(),
                        false,
                        of.transferId(),
                        "",
                        of.sha256(),
                        of.since()));
        TestPhone carol =
                new TestPhone(
                        "carol",
                        "192.0.2.3",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("carol")
                                .with(new FileKit(new FakeFiles(), hers, FilePolicy.usual())));
        TestPhone.join(carol, bob);
        carol.agent.register(carol.account);
        assertThat(kept(hers)).hasSize(1); // told that there is none on this device
        assertThat(of(bob).state()).isEqualTo(PAUSED);
    }

    @Test
    void whoNeverComesBackLosesIt() {
        alice.agent.files().pause(sent);
        alice.agent.quit();
        timers.advance(Duration.ofDays(8));
        assertThat(of(bob).state()).isEqualTo(FAILED);
        assertThat(kept(bobsStore)).isEmpty();
    }

    @Test
    void whatCanNotRestIsSaidInWords() {
        alice.agent.files().resume(sent);
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text()).contains("not paused");
        bob.agent.files().pause(came);
        bob.agent.files().pause(came);
        assertThat(bob.last(UserAgentEvent.CommandFailed.class).text()).contains("already");
        alice.agent.files().resume(sent);
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text()).isEqualTo(BY_OTHER);
        Id second = alice.agent.files().send("bob", Path.of("/home/alice/other.png"));
        assertThat(of(alice).state()).isEqualTo(OFFERED);
        alice.agent.files().pause(second);
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text()).contains("use cancel");
    }

    /// Four go at once; one that rests is not among them.
    @Test
    void whoRestsMakesRoomForOthers() {
        for (int i = 0; i < 4; i++) {
            alice.agent.files().send("bob", Path.of("/home/alice/" + i));
        }
        assertThat(
                        bob.events(UserAgentEvent.FileChanged.class).stream()
                                .map(UserAgentEvent.FileChanged::id)
                                .distinct())
                .hasSize(4);
        alice.agent.files().pause(sent);
        assertThat(
                        bob.events(UserAgentEvent.FileChanged.class).stream()
                                .map(UserAgentEvent.FileChanged::id)
                                .distinct())
                .hasSize(5);
        alice.agent.files().resume(sent);
        assertThat(of(alice).reason()).contains("others");
    }
}
