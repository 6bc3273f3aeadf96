package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.BLOCKED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.COMPLETE;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.OFFERED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.PROGRESS;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sip.message.Request;
import org.earshot.common.stack.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is not sent or not taken, and what both sides hear of that.
class FileRefusalsTest extends FilePair {
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
