package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.BLOCKED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.CANCELLED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.COMPLETE;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.OFFERED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PROGRESS;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.service.FlowLoss;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.MsrpEnd;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two of our phones, joined in memory, and files that don't move but by hand.
class FileTransferTest {
    private static final Path PICTURE = Path.of("/home/alice/picture.png");
    private static final FilePolicy ANY = new FilePolicy(Set.of(), OptionalLong.empty());

    private final FakeTimers timers = new FakeTimers();
    private final FakeFiles files = new FakeFiles();
    private final FakeFiles atBobs = new FakeFiles();
    private final FileStore store = FileStore.ofThisRun();
    private final FileStore bobsStore = FileStore.ofThisRun();
    private TestPhone alice = alice(FilePolicy.usual());
    private TestPhone bob = bob();
    private Id sent;
    private Id came;

    private TestPhone alice(FilePolicy policy) {
        return new TestPhone("alice", "192.0.2.1", timers, new FileKit(files, store, policy));
    }

    private TestPhone bob() {
        return new TestPhone(
                "bob", "192.0.2.2", timers, new FileKit(atBobs, bobsStore, FilePolicy.usual()));
    }

    private void offer() {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        sent = alice.agent.files().send("bob", PICTURE);
        came = of(bob).id();
    }

    private void accept() {
        offer();
        bob.agent.files().accept(came);
    }

    private static UserAgentEvent.FileChanged of(TestPhone phone) {
        return phone.last(UserAgentEvent.FileChanged.class);
    }

    private static List<UserAgentEvent.FilePhase> phases(TestPhone phone) {
        return phone.events(UserAgentEvent.FileChanged.class).stream()
                .map(UserAgentEvent.FileChanged::state)
                .toList();
    }

    private List<FileStore.Kept> kept(FileStore where) {
        return where.unfinished().toCompletableFuture().join();
    }

    private static List<String> methods(TestPhone phone) {
        return phone.node.sent().stream()
                .map(s -> s.request().getMethod())
                .filter(m -> !m.equals(Request.REGISTER))
                .toList();
    }

    @Test
    void aFileIsOfferedWithItsFacts() {
        offer();
        UserAgentEvent.FileChanged there = of(bob);
        assertThat(there.state()).isEqualTo(OFFERED);
        assertThat(there.peer()).isEqualTo("sip:alice@example.org");
        assertThat(there.incoming()).isTrue();
        assertThat(there.name()).isEqualTo("picture.png");
        assertThat(there.size()).isEqualTo(FakeFiles.SIZE);
        assertThat(there.sha256()).isEqualTo(FakeFiles.SHA_256);
        assertThat(of(alice).state()).isEqualTo(OFFERED);
        assertThat(atBobs.begun).isEmpty();
    }

    @Test
    void anAcceptedFileArrivesAndItsSenderEndsTheSession() {
        accept();
        assertThat(files.last().from).isZero();
        assertThat(files.last().active).isFalse();
        assertThat(atBobs.last().active).isTrue();
        assertThat(atBobs.last().peer.path()).containsExactly("msrps://192.0.2.1:2855/x;tcp");
        timers.advance(Duration.ofSeconds(1));
        files.last().listener.progress(400);
        assertThat(of(alice).rate()).hasValue(400);
        assertThat(of(alice).secondsLeft()).hasValue(2);
        atBobs.last().complete();
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
        assertThat(of(alice).bytes()).isEqualTo(FakeFiles.SIZE);
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
        assertThat(of(bob).file()).contains(Path.of("/down/file"));
        assertThat(methods(alice)).containsExactly("INVITE", "BYE");
        assertThat(methods(bob)).isEmpty();
        assertThat(kept(store)).isEmpty();
        assertThat(kept(bobsStore))
                .extracting(FileStore.Kept::fate)
                .containsExactly(FileStore.Fate.ARRIVED);
        assertThat(files.open + atBobs.open).isZero();
    }

    /// As the phones in the examples of RFC 5547 do.
    @ParameterizedTest
    @ValueSource(strings = {"*", "message/cpim"})
    void whoTakesFilesInCpimAloneGetsItSo(String types) {
        alice.registered();
        alice.node.answeredBy(request -> {
            Response taken = request.createResponse(Response.OK, "OK");
            taken.addHeader(Fields.header("Contact", "<sip:bob@192.0.2.2>"));
            if (request.method().equals(Request.INVITE)) {
                Fields.setBody(taken, "application", "sdp", taken(request.message(), types));
            }
            request.respond(taken);
        });
        alice.agent.files().send("bob", PICTURE);
        assertThat(files.last().from).isEqualTo(100);
        if (types.equals("*")) {
            assertThat(files.last().wrapping).isEmpty();
        } else {
            assertThat(files.last().wrapping)
                    .contains(
                            "From: <sip:alice@example.org>\r\n",
                            "To: <sip:bob@example.org>\r\n",
                            "DateTime: ")
                    .endsWith("\r\n\r\nContent-Type: text/plain\r\n\r\n");
        }
    }

    private static byte[] taken(Request invite, String types) {
        try {
            SessionDescription offered = SessionDescription.parse(Fields.body(invite));
            MsrpEnd end =
                    new MsrpEnd(
                            "192.0.2.2",
                            9,
                            List.of("msrps://192.0.2.2:9/y;tcp"),
                            FakeFiles.FINGERPRINT,
                            MsrpEnd.Setup.ACTPASS);
            byte[] answer = FileOffer.read(offered).answer(offered, 100, end, 1).toBytes();
            return new String(answer, StandardCharsets.UTF_8)
                    .replace("accept-types:*", "accept-types:" + types)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDeclinedFile() {
        offer();
        bob.agent.files().reject(came);
        assertThat(of(alice).state()).isEqualTo(CANCELLED);
        assertThat(of(alice).reason()).isEqualTo("declined");
        assertThat(of(bob).state()).isEqualTo(CANCELLED);
        assertThat(files.open).isZero();
        bob.agent.files().accept(came);
        assertThat(bob.last(UserAgentEvent.CommandFailed.class).text()).contains("no file");
    }

    @Test
    void theSenderTakesAnOfferBack() {
        offer();
        alice.agent.files().cancel(sent);
        assertThat(of(alice).state()).isEqualTo(CANCELLED);
        assertThat(of(bob).state()).isEqualTo(CANCELLED);
        assertThat(of(bob).reason()).isEqualTo("the sender took it back");
        assertThat(kept(store)).isEmpty();
    }

    @Test
    void theSenderCancelsOnTheWay() {
        accept();
        alice.agent.files().cancel(sent);
        assertThat(of(alice).state()).isEqualTo(CANCELLED);
        assertThat(of(bob).state()).isEqualTo(CANCELLED);
        assertThat(files.last().cancelled).isPresent();
        assertThat(atBobs.last().cancelled).isPresent();
        assertThat(kept(bobsStore)).isEmpty();
    }

    @Test
    void theReceiverCancelsOnTheWay() {
        accept();
        bob.agent.files().cancel(came);
        assertThat(of(bob).state()).isEqualTo(CANCELLED);
        assertThat(of(alice).state()).isEqualTo(CANCELLED);
        assertThat(of(alice).reason()).isEqualTo("the other side ended it");
        assertThat(files.last().cancelled).isPresent();
        assertThat(methods(alice)).containsExactly("INVITE");
    }

    @Test
    void fourGoAtOnceAndTheOthersWaitAndSaySo() {
        offer();
        for (int i = 0; i < 5; i++) {
            alice.agent.files().send("bob", Path.of("/home/alice/" + i));
        }
        assertThat(methods(alice)).hasSize(4);
        assertThat(of(alice).reason()).contains("waits");
        bob.agent.files().reject(came);
        assertThat(methods(alice)).hasSize(5);
    }

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
                        timers,
                        new FileKit(atBobs, slow(_ -> true, disk), FilePolicy.usual()));
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
                        timers,
                        new FileKit(
                                atBobs,
                                slow(kept -> kept.fate() == FileStore.Fate.ARRIVED, disk),
                                FilePolicy.usual()));
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

    @Test
    void aProgramIsNotSent() {
        alice.registered();
        alice.agent.files().send("bob", Path.of("/home/alice/setup.EXE"));
        assertThat(of(alice).state()).isEqualTo(BLOCKED);
        assertThat(of(alice).reason()).contains(".exe");
        assertThat(methods(alice)).isEmpty();
    }

    @Test
    void aProgramIsNotTakenAndBothHearWhy() {
        alice = alice(ANY).registered();
        bob.registered();
        TestPhone.join(alice, bob);
        alice.agent.files().send("bob", Path.of("/home/alice/setup.exe"));
        assertThat(of(bob).state()).isEqualTo(BLOCKED);
        assertThat(of(alice).state()).isEqualTo(BLOCKED);
        assertThat(of(alice).reason()).isEqualTo(of(bob).reason()).contains(".exe");
        bob.agent.files().accept(of(bob).id());
        assertThat(bob.events(UserAgentEvent.CommandFailed.class)).hasSize(1);
        assertThat(atBobs.claimed).isEmpty();
    }

    @Test
    void aProgramUnderAnotherNameIsNotSent() {
        files.objections.put("/home/alice/letter.txt", "it is a program (Windows)");
        alice.registered();
        alice.agent.files().send("bob", Path.of("/home/alice/letter.txt"));
        assertThat(of(alice).state()).isEqualTo(BLOCKED);
        assertThat(of(alice).reason()).isEqualTo("it is a program (Windows)");
        assertThat(methods(alice)).isEmpty();
    }

    @Test
    void whatTurnsOutToBeAProgramEndsOnBothSides() {
        accept();
        atBobs.last().listener.failed(FileCarrier.Failure.BLOCKED, "it is a script", 64);
        assertThat(of(bob).state()).isEqualTo(BLOCKED);
        assertThat(of(bob).reason()).isEqualTo("it is a script");
        assertThat(of(alice).reason()).contains("it is a script");
        assertThat(kept(store)).isEmpty();
        assertThat(kept(bobsStore)).isEmpty();
    }

    @Test
    void aMissingFileIsSaid() {
        alice.registered();
        alice.agent.files().send("bob", Path.of("/missing"));
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(alice).reason()).isEqualTo("there is no file /missing");
    }

    @Test
    void whereNothingCanBeWrittenBothHearWhy() {
        offer();
        atBobs.noPlace = Optional.of("the disk is full");
        bob.agent.files().accept(came);
        assertThat(of(bob).state()).isEqualTo(FAILED);
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(alice).reason()).isEqualTo("the disk is full");
    }

    @Test
    void whatHasNoRoomIsNotTakenAndBothHearWhy() {
        offer();
        atBobs.noRoom = Optional.of("there is no room for it");
        bob.agent.files().accept(came);
        assertThat(of(bob).state()).isEqualTo(FAILED);
        assertThat(of(bob).reason()).isEqualTo("there is no room for it");
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(alice).reason()).isEqualTo("there is no room for it");
    }

    @Test
    void whereTheDiskBecameFullItGoesOnWhenThereIsRoom() {
        accept();
        files.last().listener.progress(600);
        atBobs.noRoom = Optional.of("there is no room for it");
        atBobs.last().breaks();
        files.last().breaks();
        timers.advance(Duration.ofSeconds(1));
        assertThat(of(bob).state()).isEqualTo(PROGRESS);
        assertThat(of(bob).reason()).contains("there is no room for it", "goes on");
        assertThat(of(alice).state()).isEqualTo(PROGRESS);
        assertThat(of(alice).reason()).contains("there is no room for it", "by itself");
        atBobs.noRoom = Optional.empty();
        timers.advance(Duration.ofSeconds(5));
        assertThat(atBobs.begun).hasSize(2);
        atBobs.last().complete();
        files.last().complete();
        assertThat(of(bob).state()).isEqualTo(COMPLETE);
        assertThat(of(alice).state()).isEqualTo(COMPLETE);
    }

    @Test
    void aDamagedFileEndsOnBothSides() {
        accept();
        atBobs.last().listener.failed(FileCarrier.Failure.BROKEN, "its hash is wrong", 1000);
        assertThat(of(bob).reason()).isEqualTo("its hash is wrong");
        assertThat(of(alice).state()).isEqualTo(FAILED);
        assertThat(of(alice).reason()).contains("its hash is wrong");
    }

    @Test
    void aSenderThatEndsWithoutAWordDoesNotLeaveItHanging() {
        accept();
        alice.agent.quit();
        assertThat(of(bob).state()).isEqualTo(PROGRESS);
        atBobs.last().breaks();
        timers.advance(Duration.ofMinutes(16));
        assertThat(of(bob).state()).isEqualTo(FAILED);
        assertThat(kept(store)).hasSize(1);
    }

    /// @return the sender's offer again, of another name under which the same content would be a program, or of another size
    private RecordedRequest offeredAs(String from, String to) {
        Request invite =
                (Request)
                        alice.node.sent().stream()
                                .map(s -> s.request())
                                .filter(r -> r.getMethod().equals(Request.INVITE))
                                .findFirst()
                                .orElseThrow()
                                .clone();
        invite.setHeader(Fields.header("Call-ID", Identity.newCallId()));
        String body = new String(Fields.body(invite), StandardCharsets.UTF_8);
        assertThat(body).contains(from);
        Fields.setBody(
                invite,
                "application",
                "sdp",
                body.replace(from, to).getBytes(StandardCharsets.UTF_8));
        RecordedRequest again = new RecordedRequest(invite, alice.flow);
        bob.agent.handle(again);
        return again;
    }

    /// Nobody asked him about that one.
    @ParameterizedTest
    @CsvSource({
        "picture.png, other.png",
        "size:1000, size:1001",
        "hash:sha-1:CD, hash:sha-1:EF",
        "hash:sha-256:AB, hash:sha-256:CD"
    })
    void whoTookAFileHasNotTakenAnother(String from, String to) {
        accept();
        atBobs.last().breaks();
        RecordedRequest other = offeredAs(from, to);
        assertThat(other.responses().getLast().getStatusCode()).isEqualTo(403);
        assertThat(other.responses().getLast().toString()).contains(FileReceiving.ANOTHER);
        assertThat(atBobs.begun).hasSize(1);
        offeredAs("sendonly", "sendonly"); // the same is taken
        assertThat(atBobs.begun).hasSize(2);
    }

    @Test
    void norInAnotherRun() {
        accept();
        bob = bob().registered();
        offeredAs("picture.png", "other.png");
        assertThat(atBobs.begun).hasSize(1);
        assertThat(of(bob).state()).isEqualTo(OFFERED);
        assertThat(of(bob).name()).isEqualTo("other.png");
    }

    @Test
    void nobodyFillsThePhoneAlone() {
        bob.registered();
        String file =
                "m=message 2855 TCP/TLS/MSRP *\r\na=path:msrps://192.0.2.3:2855/y;tcp\r\n"
                        + "a=fingerprint:sha-256 "
                        + "AB:".repeat(31)
                        + "AB\r\na=setup:actpass\r\na=sendonly\r\n"
                        + "a=file-selector:name:\"x\" size:5\r\na=file-transfer-id:";
        int taken = 0;
        for (int i = 0; i < 70; i++) {
            RecordedRequest offer =
                    new RecordedRequest(new StrangersInvite(file + i + "\r\n").request(), bob.flow);
            bob.agent.handle(offer);
            if (offer.responses().getLast().getStatusCode() == 180) {
                taken++;
            } else {
                assertThat(offer.responses().getLast().getStatusCode()).isEqualTo(486);
            }
        }
        assertThat(taken).isEqualTo(48);
        alice.registered();
        TestPhone.join(alice, bob);
        alice.agent.files().send("bob", PICTURE);
        assertThat(of(bob).peer()).isEqualTo("sip:alice@example.org");
        assertThat(of(bob).state()).isEqualTo(OFFERED);
    }

    @Test
    void anOldMemoryIsForgotten() {
        FileStore.Kept old =
                new FileStore.Kept(
                        "sip:alice@example.org",
                        "sip:bob@example.org",
                        false,
                        "x",
                        "/old",
                        FakeFiles.SHA_256,
                        timers.instant().minus(Duration.ofDays(8)));
        store.keep(old);
        alice.registered();
        assertThat(kept(store)).isEmpty();
        assertThat(methods(alice)).isEmpty();
    }

    @Test
    void theSameOfferByAnotherWayIsALoop() {
        offer();
        Request invite = (Request) alice.node.sent().getLast().request().clone();
        RecordedRequest again = new RecordedRequest(invite, alice.flow);
        bob.agent.handle(again);
        assertThat(again.responses().getLast().getStatusCode()).isEqualTo(482);
        assertThat(bob.events(UserAgentEvent.FileChanged.class)).hasSize(1);
    }

    @Test
    void chatByMsrpGetsWhatCallsSayAboutIt() {
        bob.registered();
        Request invite =
                new StrangersInvite("m=message 2855 TCP/MSRP *\r\na=path:msrp://x/y;tcp\r\n")
                        .request();
        RecordedRequest recorded = new RecordedRequest(invite, bob.flow);
        bob.agent.handle(recorded);
        assertThat(recorded.responses().getLast().getStatusCode()).isEqualTo(488);
        assertThat(bob.events(UserAgentEvent.FileChanged.class)).isEmpty();
    }

    /// An INVITE of a stranger.
    private record StrangersInvite(String media) {
        Request request() {
            Identity identity =
                    new Identity(
                            Account.of("sip:carol@example.org", "x", "192.0.2.100:5061", "tls"),
                            new InetSocketAddress("192.0.2.3", 5062));
            Request invite =
                    identity.request(
                            Request.INVITE,
                            "sip:bob@192.0.2.2:5062",
                            "sip:bob@example.org",
                            Identity.newCallId(),
                            1);
            invite.addHeader(Fields.header("Contact", identity.contactValue()));
            Fields.setBody(
                    invite,
                    "application",
                    "sdp",
                    ("v=0\r\no=- 1 1 IN IP4 192.0.2.3\r\ns=-\r\nc=IN IP4 192.0.2.3\r\nt=0 0\r\n"
                                    + media)
                            .getBytes(StandardCharsets.UTF_8));
            return invite;
        }
    }
}
