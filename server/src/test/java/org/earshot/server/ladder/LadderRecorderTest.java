package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.StackObserver;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

class LadderRecorderTest {
    private static final Flow FLOW =
            new Flow(
                    "n1",
                    Transport.TLS,
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5061),
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 40_000),
                    7);

    private Instant now = Script.START;
    private boolean away;
    private final LadderStore kept = new InMemoryLadderStore();
    private final LadderRecorder recorder =
            new LadderRecorder(new Switched(), "n1", StackObserver.NONE, () -> now);

    /// The same store, which may be away.
    private final class Switched implements LadderStore {
        @Override
        public void write(List<Trail> trails) {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            kept.write(trails);
        }

        @Override
        public List<CallSummary> search(Wanted wanted) {
            return kept.search(wanted);
        }

        @Override
        public Optional<Ladder> find(String id) {
            return kept.find(id);
        }

        @Override
        public int removeBefore(Instant failed, Instant others) {
            return kept.removeBefore(failed, others);
        }
    }

    private static byte[] message(String start, String callId, int cseq, String method) {
        return message(start, callId, cseq, method, "");
    }

    private static byte[] message(
            String start, String callId, int cseq, String method, String more) {
        return """
        %s
        Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK%s%d
        From: <sip:alice@example.org>;tag=ta
        To: <sip:bob@example.org>
        Call-ID: %s
        CSeq: %d %s
        Max-Forwards: 70
        %sContent-Length: 0

        """
                .formatted(start, callId, cseq, callId, cseq, method, more)
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
    }

    private void comes(byte[] message) throws Exception {
        recorder.received(SipMessages.parse(message), FLOW);
    }

    private void invite(String callId, int cseq) throws Exception {
        comes(message("INVITE sip:bob@example.org SIP/2.0", callId, cseq, "INVITE"));
    }

    private void goes(String callId, int cseq, String status) {
        recorder.sent(message("SIP/2.0 " + status, callId, cseq, "INVITE"), FLOW);
    }

    private Optional<LadderStore.Ladder> kept(String callId) {
        return kept.find(CallSummary.id(callId));
    }

    @Test
    void aCallThatFailsIsKept() throws Exception {
        invite("c1", 1);
        now = now.plusMillis(2);
        goes("c1", 1, "404 Not Found");
        recorder.write();
        LadderStore.Ladder ladder = kept("c1").orElseThrow();
        assertThat(ladder.summary())
                .isEqualTo(
                        new CallSummary(
                                "c1",
                                "n1",
                                1,
                                "sip:alice@example.org",
                                "sip:bob@example.org",
                                Script.START,
                                Optional.empty(),
                                Optional.of(now),
                                Outcome.FAILED,
                                404));
        assertThat(ladder.messages()).hasSize(2);
        assertThat(ladder.messages().getLast().phrase()).isEqualTo("Not Found");
        assertThat(ladder.messages().getLast().transport()).isEqualTo("tls");
        assertThat(ladder.lost()).isZero();
    }

    @Test
    void whatComesLaterIsAdded() throws Exception {
        invite("c2", 1);
        recorder.write();
        assertThat(kept("c2").orElseThrow().summary().outcome()).isEqualTo(Outcome.OPEN);
        goes("c2", 1, "486 Busy Here");
        recorder.write();
        assertThat(kept("c2").orElseThrow().summary().outcome()).isEqualTo(Outcome.MISSED);
        assertThat(kept("c2").orElseThrow().messages()).hasSize(2);
    }

    @Test
    void otherRequestsAndDialogsThatBeganBeforeAreNone() throws Exception {
        comes(message("OPTIONS sip:bob@example.org SIP/2.0", "o1", 1, "OPTIONS"));
        comes(message("BYE sip:bob@example.org SIP/2.0", "b1", 1, "BYE"));
        recorder.sent(message("SIP/2.0 200 OK", "r1", 1, "REGISTER"), FLOW);
        recorder.write();
        assertThat(
                        kept.search(
                                new LadderStore.Wanted(
                                        Instant.EPOCH, Optional.empty(), Optional.empty(), 10)))
                .isEmpty();
        assertThat(recorder.lost()).isZero();
    }

    @Test
    void aFloodIsCountedAndHeldBack() throws Exception {
        for (int i = 0; i < LadderRecorder.QUEUE + 10; i++) {
            goes("c3", 1, "180 Ringing");
        }
        invite("c3", 1);
        assertThat(recorder.lost()).isEqualTo(11);
        recorder.write();
        assertThat(kept("c3")).isEmpty();
        invite("c3", 1);
        recorder.write();
        assertThat(kept("c3").orElseThrow().messages()).hasSize(1);
    }

    @Test
    void aCallThatLostMessagesSaysSo() throws Exception {
        invite("c4", 1);
        for (int i = 0; i < LadderRecorder.QUEUE; i++) {
            goes("c4", 1, "180 Ringing");
        }
        recorder.write();
        LadderStore.Ladder ladder = kept("c4").orElseThrow();
        assertThat(ladder.messages()).hasSize(LadderRecorder.MOST_OF_A_CALL);
        assertThat(recorder.lost())
                .isEqualTo(1 + LadderRecorder.QUEUE - LadderRecorder.MOST_OF_A_CALL);
        assertThat(ladder.lost()).isEqualTo(recorder.lost());
    }

    @Test
    void whileTheDatabaseIsAwayTheyWait() throws Exception {
        away = true;
        invite("c5", 1);
        recorder.write();
        goes("c5", 1, "486 Busy Here");
        recorder.write();
        assertThat(kept("c5")).isEmpty();
        away = false;
        recorder.write();
        assertThat(kept("c5").orElseThrow().messages()).hasSize(2);
        assertThat(recorder.lost()).isZero();
    }

    @Test
    void aPasswordIsWaitedForAndStrangersGetLittleRoom() throws Exception {
        invite("c6", 1);
        goes("c6", 1, "407 Proxy Authentication Required");
        recorder.write();
        assertThat(kept("c6")).isEmpty();
        invite("c6", 2);
        goes("c6", 2, "404 Not Found");
        recorder.write();
        assertThat(kept("c6").orElseThrow().messages()).hasSize(4);

        int strangers = LadderRecorder.MOST_UNKNOWN + 5;
        for (int i = 0; i < strangers; i++) {
            invite("s" + i, 1);
            goes("s" + i, 1, "407 Proxy Authentication Required");
        }
        now = now.plus(Duration.ofSeconds(4));
        recorder.write();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < strangers; i++) {
            kept("s" + i).ifPresent(ladder -> found.add(ladder.summary().callId()));
        }
        assertThat(found).hasSize(LadderRecorder.MOST_UNKNOWN);
        assertThat(recorder.lost()).isEqualTo(10);
    }
}
