package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Two sessions over loopback with a relay between them. The test's own thread is capture and playout thread of both, so nothing is heard too
/// late or too soon because a machine is busy.
final class SessionPair implements AfterEachCallback {
    static final CodecChoice PCMU = new CodecChoice(CodecName.PCMU, 0, 20);
    static final CodecChoice G722 = new CodecChoice(CodecName.G722, 9, 20);
    static final CodecChoice OPUS = new CodecChoice(CodecName.OPUS, 96, 20);
    static final int FRAMES_PER_PACKET = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final TestSession alice = new TestSession();
    final TestSession bob = new TestSession();
    final Relay relay = new Relay(alice.port.rtpAddress(), bob.port.rtpAddress());

    static SrtpKeys keys() {
        return SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, new SecureRandom());
    }

    void startPlain(CodecChoice codec) {
        start(codec, Optional.empty(), Optional.empty());
    }

    void startEncrypted(CodecChoice codec) {
        start(codec, Optional.of(keys()), Optional.of(keys()));
    }

    void start(CodecChoice codec, Optional<SrtpKeys> toBob, Optional<SrtpKeys> toAlice) {
        alice.session.start(alice.parameters(relay.forLeft(), codec, toBob, toAlice));
        bob.session.start(bob.parameters(relay.forRight(), codec, toAlice, toBob));
    }

    /// Both send so many packets.
    void talk(int packets) {
        for (int i = 0; i < packets; i++) {
            alice.tick(FRAMES_PER_PACKET);
            bob.tick(FRAMES_PER_PACKET);
        }
    }

    /// Alice says so many frames, each heard as soon as it has come.
    void talkInStep(int frames) {
        for (int frame = 0; frame < frames; frame++) {
            alice.tick(1);
            awaitWhatWasSent();
            bob.tick(1);
        }
    }

    /// Until bob has all that alice sent and the relay did not lose.
    void awaitWhatWasSent() {
        long sent = alice.sent();
        await(() -> bob.received() + relay.lost() == sent);
    }

    /// The packets of audio of the first source that the relay heard.
    List<RtpHeader> ofWhoWasFirst() {
        List<RtpHeader> all =
                relay.heard().stream()
                        .filter(p -> !RtpHeader.isRtcp(ByteBuffer.wrap(p)))
                        .map(p -> RtpHeader.parse(ByteBuffer.wrap(p)).orElseThrow())
                        .toList();
        return all.stream().filter(h -> h.ssrc() == all.getFirst().ssrc()).toList();
    }

    /// Waits for what simply happens, however busy the machine is.
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        alice.close();
        bob.close();
        relay.close();
    }
}
