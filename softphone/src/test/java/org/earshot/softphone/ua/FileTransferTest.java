package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.CANCELLED;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.COMPLETE;
import static org.earshot.softphone.ua.UserAgentEvent.FilePhase.OFFERED;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.MsrpEnd;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are offered, taken, declined and cancelled.
class FileTransferTest extends FilePair {
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
}
