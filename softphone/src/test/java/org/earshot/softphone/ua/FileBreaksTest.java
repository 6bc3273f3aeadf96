package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.BLOCKED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.COMPLETE;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.OFFERED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PROGRESS;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import javax.sip.message.Response;
import org.earshot.common.service.FlowLoss;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files whose way breaks, and phones that are killed or gone.
class FileBreaksTest extends FilePair {
    @Test
    void aBrokenConnectionIsTakenUpAgainByItself() {
        accept();
        files.last().listener.progress(600);
        atBobs.last().breaks();
        files.last().breaks();
        assertThat(of(alice).state()).isEqualTo(PROGRESS);
        assertThat(of(alice).reason()).contains("broke", "by itself");
        assertThat(of(bob).reason()).contains("goes on");
        atBobs.have = 500;
        timers.advance(Duration.ofSeconds(1));
        assertThat(files.begun).hasSize(2);
        assertThat(files.last().from).isEqualTo(500);
        assertThat(of(bob).id()).isEqualTo(came);
        assertThat(of(alice).id()).isEqualTo(sent);
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }

    private static void moveTo(TestPhone phone, String host) {
        phone.host = host;
        phone.agent.unregister();
        phone.agent.register(phone.account);
    }

    @Test
    void aSenderInAnotherNetworkGoesOnFromThere() {
        accept();
        files.last().listener.connected();
        moveTo(alice, "192.0.2.1");
        assertThat(files.last().brokenOff).as("logged in anew at the same place").isFalse();
        atBobs.have = 500;
        moveTo(alice, "192.0.2.77");
        assertThat(files.last().brokenOff).isTrue();
        assertThat(files.last().cancelled).as("who cancels wants no more of it").isEmpty();
        assertThat(of(alice).reason()).contains("another network", "by itself");
        timers.advance(Duration.ofSeconds(2));
        assertThat(files.begun).hasSize(2);
        assertThat(files.last().from).isEqualTo(500);
        assertThat(atBobs.last().peer.path()).containsExactly("msrps://192.0.2.77:2855/x;tcp");
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }

    @Test
    void aReceiverInAnotherNetworkGoesOnFromThere() {
        accept();
        atBobs.last().listener.connected();
        atBobs.have = 500;
        moveTo(bob, "192.0.2.88");
        assertThat(atBobs.begun.getFirst().brokenOff).isTrue();
        assertThat(atBobs.begun.getFirst().cancelled).isEmpty();
        assertThat(of(alice).reason()).contains("by itself");
        timers.advance(Duration.ofSeconds(2));
        assertThat(atBobs.begun).hasSize(2);
        assertThat(files.last().from).isEqualTo(500);
        assertThat(files.last().peer.path()).containsExactly("msrps://192.0.2.88:2855/x;tcp");
        atBobs.last().complete();
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
    }

    /// Behind a relay that takes everything and does not say that nobody is there any more.
    @Test
    void aReceiverWhoseConnectionBreaksTellsTheSender() {
        accept();
        atBobs.last().listener.connected();
        atBobs.last().breaks();
        assertThat(of(alice).reason()).contains("by itself");
        assertThat(files.last().cancelled).isPresent();
        timers.advance(Duration.ofSeconds(2));
        assertThat(files.begun).hasSize(2);
        files.last().complete();
        atBobs.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
    }

    @Test
    void whatTheReceiverSaidOnTheConnectionIsHeardAlsoWhereItsByeIsFaster() {
        accept();
        files.last().listener.connected();
        atBobs.last().listener.connected();
        atBobs.last().breaks();
        files.last()
                .listener
                .failed(FileCarrier.Failure.INTERRUPTED, "there is no space left", 600);
        assertThat(of(alice).reason()).contains("there is no space left", "by itself");
        timers.advance(Duration.ofSeconds(1));
        assertThat(files.begun).hasSize(2);
        timers.advance(Duration.ofSeconds(3));
        assertThat(files.begun).hasSize(2);
        assertThat(files.last().cancelled).isEmpty();
    }

    /// The BYE may come by a server that lets no words pass.
    @Test
    void whyTheReceiverRefusesWhatCameIsHeardAlsoWhereItsByeIsFaster() {
        accept();
        files.last().listener.connected();
        atBobs.last().listener.connected();
        atBobs.last().listener.failed(FileCarrier.Failure.BLOCKED, "it is a program", 0);
        assertThat(of(bob).state()).isEqualTo(BLOCKED);
        files.last().listener.failed(FileCarrier.Failure.BLOCKED, "not taken: it is a program", 0);
        assertThat(of(alice).state()).isEqualTo(BLOCKED);
        assertThat(of(alice).reason()).isEqualTo("not taken: it is a program");
    }

    @Test
    void theReceiverSaysWhyItRefusesAlsoWhereTheSendersByeIsFaster() {
        accept();
        files.last().listener.connected();
        atBobs.last().listener.connected();
        files.last().listener.failed(FileCarrier.Failure.BLOCKED, "not taken: it is a program", 0);
        atBobs.last().listener.failed(FileCarrier.Failure.BLOCKED, "it is a program", 0);
        assertThat(of(bob).state()).isEqualTo(BLOCKED);
        assertThat(of(bob).reason()).isEqualTo("it is a program");
    }

    /// Its connection is closed without a word, or not at all.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAByeSaysForGoodIsTheEndWhereTheConnectionSaysNothing(boolean breaks) {
        accept();
        files.last().listener.connected();
        atBobs.last().listener.connected();
        atBobs.last().listener.failed(FileCarrier.Failure.BROKEN, "the disk is gone", 0);
        if (breaks) {
            files.last().breaks();
        } else {
            timers.advance(Duration.ofSeconds(2));
        }
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(alice).reason()).endsWith("the disk is gone");
        timers.advance(Duration.ofMinutes(2));
        assertThat(files.begun).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheSendersByeSaysForGoodIsTheEndToo(boolean breaks) {
        accept();
        files.last().listener.connected();
        atBobs.last().listener.connected();
        files.last().listener.failed(FileCarrier.Failure.BROKEN, "the file can't be read", 0);
        if (breaks) {
            atBobs.last().breaks();
        } else {
            timers.advance(Duration.ofSeconds(2));
        }
        assertThat(of(bob).state()).isEqualTo(FAILED);
        assertThat(of(bob).reason()).endsWith("the file can't be read");
    }

    @Test
    void whoeverSaysNothingOnTheConnectionAfterItsByeIsNotWaitedForLong() {
        accept();
        files.last().listener.connected();
        atBobs.last().listener.connected();
        atBobs.last().breaks();
        assertThat(files.last().cancelled).isEmpty();
        timers.advance(Duration.ofSeconds(2));
        assertThat(files.begun.getFirst().cancelled).isPresent();
        assertThat(of(alice).reason()).contains("by itself");
        timers.advance(Duration.ofSeconds(1));
        assertThat(files.begun).hasSize(2);
    }

    @Test
    void theReceiverHasNotSeenTheBreakWhenTheOfferComesAgain() {
        accept();
        files.last().breaks();
        timers.advance(Duration.ofSeconds(1));
        assertThat(atBobs.begun).hasSize(2);
        assertThat(atBobs.begun.getFirst().cancelled).isPresent();
        assertThat(atBobs.last().cancelled).isEmpty();
        assertThat(atBobs.placesTaken).isZero();
        atBobs.last().complete();
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
    }

    /// Bob's, which notes some things only when the disk is done.
    private FileStore slow(Predicate<FileStore.Kept> which, CompletableFuture<Void> disk) {
        return new FileStore() {
            @Override
            public CompletionStage<List<Kept>> unfinished() {
                return bobsStore.unfinished();
            }

            @Override
            public CompletionStage<Void> keep(Kept file) {
                return which.test(file) ? disk : bobsStore.keep(file);
            }

            @Override
            public CompletionStage<Void> forget(Kept file) {
                return bobsStore.forget(file);
            }
        };
    }

    /// Who is killed then would else be asked again, although its user has said yes and the sender has heard that.
    @Test
    void nobodyHearsThatItIsTakenBeforeThatIsNoted() {
        CompletableFuture<Void> disk = new CompletableFuture<>();
        bob =
                new TestPhone(
                        "bob",
                        "192.0.2.2",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("bob")
                                .with(
                                        new FileKit(
                                                atBobs,
                                                slow(_ -> true, disk),
                                                FilePolicy.usual())));
        accept();
        assertThat(files.begun).isEmpty();
        assertThat(of(bob).state()).isEqualTo(OFFERED);
        disk.complete(null);
        assertThat(files.begun).hasSize(1);
        assertThat(of(bob).state()).isEqualTo(PROGRESS);
    }

    /// Who is killed then would else get it a second time.
    @Test
    void nobodyHearsThatItIsWholeBeforeThatIsNoted() {
        CompletableFuture<Void> disk = new CompletableFuture<>();
        bob =
                new TestPhone(
                        "bob",
                        "192.0.2.2",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("bob")
                                .with(
                                        new FileKit(
                                                atBobs,
                                                slow(
                                                        kept ->
                                                                kept.fate()
                                                                        == FileStore.Fate.ARRIVED,
                                                        disk),
                                                FilePolicy.usual())));
        accept();
        atBobs.last().complete();
        assertThat(of(bob).state()).isEqualTo(PROGRESS);
        disk.complete(null);
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
    }

    /// It has said that it knows, and not noted that yet.
    @Test
    void whatHasArrivedIsNotTakenTwiceOfASenderThatWasKilledAfterItsGoodbye() {
        accept();
        FileStore.Kept before = kept(store).getFirst();
        atBobs.last().complete();
        files.last().complete();
        assertThat(methods(alice)).containsExactly("INVITE", "BYE");
        store.keep(before);
        TestPhone again = alice(FilePolicy.usual());
        TestPhone.join(again, bob);
        again.agent.register(again.account);
        assertThat(of(again).state()).isEqualTo(COMPLETE);
        assertThat(atBobs.begun).hasSize(1);
        assertThat(bob.events(UserAgentEvent.FileChanged.class))
                .extracting(UserAgentEvent.FileChanged::id)
                .containsOnly(came);
    }

    /// Two places at once would mean that what has come lies in the one, and all of it comes into the other.
    @Test
    void anOfferThatComesWhileThePlaceIsOpenedWaitsForThat() {
        offer();
        Deque<Runnable> disk = new ArrayDeque<>();
        atBobs.slowDisk = Optional.of(disk);
        bob.agent.files().accept(came);
        TestPhone again = alice(FilePolicy.usual());
        TestPhone.join(again, bob);
        again.agent.register(again.account);
        assertThat(atBobs.placesTaken).isEqualTo(1);
        atBobs.have = 400;
        disk.remove().run();
        assertThat(atBobs.placesTaken).isEqualTo(1);
        disk.remove().run();
        assertThat(disk).isEmpty();
        assertThat(files.last().from).isEqualTo(400);
        atBobs.last().complete();
        assertThat(of(bob).id()).isEqualTo(came);
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
    }

    @Test
    void whatHasArrivedIsNotTakenTwice() {
        accept();
        atBobs.last().complete();
        files.last().breaks();
        timers.advance(Duration.ofSeconds(1));
        assertThat(atBobs.begun).hasSize(1);
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }

    /// It was killed before the sender heard.
    @Test
    void whatHasArrivedIsNotTakenTwiceBySomebodyWhoWasKilled() {
        accept();
        atBobs.last().complete();
        bob = bob().registered();
        TestPhone.join(alice, bob);
        files.last().breaks();
        timers.advance(Duration.ofSeconds(1));
        assertThat(atBobs.begun).hasSize(1);
        assertThat(bob.events(UserAgentEvent.FileChanged.class)).isEmpty();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }

    @Test
    void aReceiverThatWasKilledGoesOnWithoutAskingAgain() {
        accept();
        bob = bob().registered();
        atBobs.have = 300;
        TestPhone.join(alice, bob);
        files.last().breaks();
        timers.advance(Duration.ofSeconds(1));
        assertThat(phases(bob)).contains(OFFERED, PROGRESS);
        assertThat(files.last().from).isEqualTo(300);
        atBobs.last().complete();
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
    }

    @Test
    void aSenderThatWasKilledGoesOn() {
        accept();
        atBobs.last().breaks();
        TestPhone again = alice(FilePolicy.usual());
        TestPhone.join(again, bob);
        again.agent.register(again.account);
        assertThat(files.begun).hasSize(2);
        assertThat(of(bob).id()).isEqualTo(came);
        assertThat(of(again).state()).isEqualTo(PROGRESS);
    }

    @Test
    void aFileThatChangedMeanwhileIsNotSentOn() {
        accept();
        files.hashes.put(PICTURE.toString(), "00".repeat(32));
        TestPhone again = alice(FilePolicy.usual());
        TestPhone.join(again, bob);
        again.agent.register(again.account);
        assertThat(of(again).state()).isEqualTo(FAILED);
        assertThat(of(again).reason()).contains("not the same");
        assertThat(kept(store)).isEmpty();
    }

    @Test
    void whoNeverComesBackIsGivenUp() {
        accept();
        bob.node.answeredBy(r -> r.respond(480, "Temporarily Unavailable"));
        alice.node.answeredBy(r -> r.respond(480, "Temporarily Unavailable"));
        files.last().breaks();
        atBobs.last().breaks();
        timers.advance(Duration.ofHours(1));
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(bob).state()).isEqualTo(FAILED);
        assertThat(of(bob).reason()).contains("did not come back");
        assertThat(kept(store)).isEmpty();
    }

    @Test
    void whoIsNotThereAtFirstIsNotWaitedFor() {
        alice.registered();
        alice.node.answeredBy(r -> r.respond(480, "Temporarily Unavailable"));
        alice.agent.files().send("bob", PICTURE);
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(alice).reason()).isEqualTo("not reachable now");
    }

    /// The server died as the answer came; of what it heard then nobody knows any more.
    @Test
    void anOfferOfWhichSomebodyKnowsNothingIsMadeAgain() {
        offer();
        alice.agent.files().cancel(sent);
        alice.node.answeredBy(r -> r.respond(481, "Call/Transaction Does Not Exist"));
        alice.agent.files().send("bob", PICTURE);
        assertThat(of(alice).state()).isEqualTo(OFFERED);
        TestPhone.join(alice, bob);
        timers.advance(Duration.ofSeconds(2));
        bob.agent.files().accept(of(bob).id());
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }

    private void theServerBreaksWhileItRings() {
        alice.registered();
        bob.registered();
        alice.node.answeredBy(r -> {
            r.respond(180, "Ringing");
            r.respond(503, "Service Unavailable");
        });
        alice.agent.files().send("bob", PICTURE);
        alice.node.answeredBy(r -> r.respond(480, "Temporarily Unavailable"));
    }

    /// Whose phone has been offered it, and has perhaps taken it, is back a moment after the server is.
    @Test
    void whoWasAskedBeforeTheServerBrokeIsWaitedFor() {
        theServerBreaksWhileItRings();
        timers.advance(Duration.ofSeconds(20));
        assertThat(of(alice).state()).isEqualTo(OFFERED);
        assertThat(of(alice).reason()).contains("tried again");
        TestPhone.join(alice, bob);
        timers.advance(Duration.ofSeconds(5));
        bob.agent.files().accept(of(bob).id());
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }

    @Test
    void whoWasAskedBeforeTheServerBrokeIsNotWaitedForLong() {
        theServerBreaksWhileItRings();
        timers.advance(Duration.ofMinutes(2));
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(alice).reason()).isEqualTo("not reachable now");
    }

    /// It may have been killed as it took the file, and knows of that when it is back.
    @Test
    void whoHadTheOfferWhenItsConnectionBrokeIsWaitedFor() {
        alice.registered();
        bob.registered();
        alice.node.answeredBy(r -> {
            r.respond(180, "Ringing");
            Response broken = r.createResponse(480, "Temporarily Unavailable");
            broken.addHeader(
                    Fields.header("Warning", "399 example.org \"" + FlowLoss.WORDS + "\""));
            r.respond(broken);
        });
        alice.agent.files().send("bob", PICTURE);
        alice.node.answeredBy(r -> r.respond(480, "Temporarily Unavailable"));
        timers.advance(Duration.ofSeconds(20));
        assertThat(of(alice).state()).isEqualTo(OFFERED);
        TestPhone.join(alice, bob);
        timers.advance(Duration.ofSeconds(5));
        bob.agent.files().accept(of(bob).id());
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }
}
