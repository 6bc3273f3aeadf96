package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.SessionPair.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.dtls.DtlsRole;
import org.earshot.softphone.media.dtls.Fingerprint;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two sessions over loopback that agree upon keys by DTLS. The test's own thread is capture and playout thread of both.
class DtlsSessionIT {
    private static final PortRange PORTS = new PortRange(20_000, 29_999);
    private static final CodecChoice PCMU = new CodecChoice(CodecName.PCMU, 0, 20);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity ALICE = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
    private static final DtlsIdentity BOB = DtlsIdentity.generate(RANDOM, Instant.EPOCH);

    private final Codecs codecs = Codecs.pureJava();
    private final Phone alice = new Phone();
    private final Phone bob = new Phone();

    @AfterEach
    void close() {
        alice.session.close();
        bob.session.close();
    }

    @Test
    void audioFlowsWithTheKeysOfTheHandshakeAndNotBefore() throws Exception {
        alice.start(bob, new DtlsParameters(ALICE, DtlsRole.PASSIVE, fingerprints(BOB)));
        alice.tick(20);
        assertThat(alice.session.statistics().packetsSent()).isZero();
        bob.start(alice, new DtlsParameters(BOB, DtlsRole.ACTIVE, fingerprints(ALICE)));
        bob.takeKeys();
        alice.takeKeys();
        talk(20);
        await(() -> alice.received() == 20 && bob.received() == 20);
        assertThat(bob.session.statistics().packetsLost()).isZero();
    }

    @Test
    void plainAudioIsNotHeardWhileThereAreNoKeys() throws Exception {
        bob.start(alice, new DtlsParameters(BOB, DtlsRole.PASSIVE, fingerprints(ALICE)));
        byte[] plain = new byte[172];
        plain[0] = (byte) 0x80;
        bob.inject(plain);
        await(() -> bob.refused(Reason.NOT_AUTHENTIC) == 1);
        assertThat(bob.received()).isZero();
    }

    @Test
    void aWrongCertificateMeansThatNothingIsSent() throws Exception {
        alice.start(bob, new DtlsParameters(ALICE, DtlsRole.PASSIVE, fingerprints(BOB)));
        DtlsIdentity mallory = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
        bob.start(alice, new DtlsParameters(mallory, DtlsRole.ACTIVE, fingerprints(ALICE)));
        assertThat(alice.failure.get(60, TimeUnit.SECONDS)).contains("not the announced one");
        talk(20);
        assertThat(alice.session.statistics().packetsSent()).isZero();
        assertThat(bob.received()).isZero();
        assertThat(alice.keys).isNotDone();
    }

    @Test
    void anotherAssociationInTheSameSessionHasOtherKeys() throws Exception {
        alice.start(bob, new DtlsParameters(ALICE, DtlsRole.PASSIVE, fingerprints(BOB)));
        bob.start(alice, new DtlsParameters(BOB, DtlsRole.ACTIVE, fingerprints(ALICE)));
        bob.takeKeys();
        alice.takeKeys();
        DtlsKeys before = alice.keys.get();
        DtlsIdentity other = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
        alice.again(new DtlsParameters(ALICE, DtlsRole.PASSIVE, fingerprints(other)));
        bob.again(new DtlsParameters(other, DtlsRole.ACTIVE, fingerprints(ALICE)));
        bob.takeKeys();
        alice.takeKeys();
        assertThat(alice.keys.get().outbound()).isNotEqualTo(before.outbound());
        talk(10);
        await(() -> alice.received() == 10 && bob.received() == 10);
    }

    @Test
    void whoRingsIsHeardOnceItHasBegunToAgreeUponKeys() throws Exception {
        alice.startEarly(bob, new DtlsParameters(ALICE, DtlsRole.PASSIVE, fingerprints(BOB)));
        bob.start(alice, new DtlsParameters(BOB, DtlsRole.ACTIVE, fingerprints(ALICE)));
        bob.takeKeys();
        alice.takeKeys();
        talk(20);
        await(() -> alice.received() == 20 && bob.received() == 20);
        alice.answered();
        talk(20);
        await(() -> alice.received() == 40 && bob.received() == 40);
        assertThat(alice.failure).isNotDone();
    }

    @Test
    void aHandshakeThatIsOursToBeginWaitsForTheAnswer() throws Exception {
        alice.startEarly(bob, new DtlsParameters(ALICE, DtlsRole.ACTIVE, fingerprints(BOB)));
        bob.start(alice, new DtlsParameters(BOB, DtlsRole.PASSIVE, fingerprints(ALICE)));
        talk(20);
        assertThat(bob.keys).isNotDone();
        alice.answered();
        bob.takeKeys();
        alice.takeKeys();
        talk(20);
        await(() -> alice.received() == 20 && bob.received() == 20);
    }

    @Test
    void afterAHandshakeThatFailedWhileItRangThereIsAnother() throws Exception {
        alice.startEarly(bob, new DtlsParameters(ALICE, DtlsRole.PASSIVE, fingerprints(BOB)));
        DtlsIdentity mallory = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
        bob.start(alice, new DtlsParameters(mallory, DtlsRole.ACTIVE, fingerprints(ALICE)));
        assertThat(alice.failure.get(60, TimeUnit.SECONDS)).contains("not the announced one");
        assertThat(bob.failure.get(60, TimeUnit.SECONDS)).contains("bad_certificate");
        alice.answered();
        bob.again(new DtlsParameters(BOB, DtlsRole.ACTIVE, fingerprints(ALICE)));
        bob.takeKeys();
        alice.takeKeys();
        talk(20);
        await(() -> alice.received() == 20 && bob.received() == 20);
    }

    /// RFC 7983: by the first byte; nothing of it ends a thread or the call.
    @Test
    void randomBytesOfEveryKindChangeNothing() throws Exception {
        alice.start(bob, new DtlsParameters(ALICE, DtlsRole.PASSIVE, fingerprints(BOB)));
        bob.start(alice, new DtlsParameters(BOB, DtlsRole.ACTIVE, fingerprints(ALICE)));
        bob.takeKeys();
        alice.takeKeys();
        Random random = new Random(4);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            bob.inject(bytes);
        }
        // where they have filled the socket's buffer, a packet of audio finds no room in it
        await(() -> {
            talk(1);
            return bob.received() >= 10;
        });
        assertThat(bob.failure).isNotDone();
    }

    private static Set<Fingerprint> fingerprints(DtlsIdentity identity) {
        return Set.of(identity.fingerprint());
    }

    private void talk(int packets) {
        for (int i = 0; i < packets; i++) {
            alice.tick(2);
            bob.tick(2);
        }
    }

    /// A session with its port; the audio engine is whoever calls `tick`.
    private final class Phone implements MediaSession.Audio {
        private final MediaPort port = open();
        private final MediaSession session =
                new MediaSession(port, this, codecs, new Heard(), MediaTap.NONE);
        private final short[] frame = new short[AudioFrame.SAMPLES];
        private CompletableFuture<DtlsKeys> keys = new CompletableFuture<>();
        private final CompletableFuture<String> failure = new CompletableFuture<>();
        private MediaParameters current;
        private AudioSession audio;

        private static MediaPort open() {
            try {
                return MediaPort.open(InetAddress.getLoopbackAddress(), PORTS, RANDOM);
            } catch (IOException e) {
                throw new AssertionError("no port", e);
            }
        }

        private final class Heard implements MediaListener {
            @Override
            public void digitReceived(char digit) {
                throw new AssertionError("nobody pressed " + digit);
            }

            @Override
            public void onKeys(DtlsParameters parameters, DtlsKeys agreed) {
                keys.complete(agreed);
            }

            @Override
            public void onFailed(DtlsParameters parameters, String reason) {
                failure.complete(reason);
            }
        }

        private MediaParameters parameters(InetSocketAddress remote, DtlsParameters dtls) {
            return new MediaParameters(
                    remote,
                    remote,
                    PCMU,
                    Optional.empty(),
                    Direction.SEND_RECV,
                    Optional.empty(),
                    Optional.empty(),
                    "x",
                    PeerWishes.NONE,
                    Optional.of(dtls),
                    Optional.empty());
        }

        void start(Phone other, DtlsParameters dtls) {
            current = parameters(other.port.rtpAddress(), dtls);
            session.start(current);
        }

        void startEarly(Phone other, DtlsParameters dtls) {
            current = parameters(other.port.rtpAddress(), dtls);
            session.startEarly(current);
        }

        /// What was agreed while it rang stays.
        void answered() {
            session.update(current);
            session.answered();
        }

        void again(DtlsParameters dtls) {
            keys = new CompletableFuture<>();
            current = parameters(current.remoteRtp(), dtls);
            session.update(current);
        }

        void takeKeys() throws Exception {
            DtlsKeys agreed = keys.get(60, TimeUnit.SECONDS);
            current = current.withKeys(agreed.outbound(), agreed.inbound());
            session.update(current);
        }

        void tick(int frames) {
            for (int i = 0; i < frames; i++) {
                audio.captured(frame, System.nanoTime());
                audio.playout(new short[AudioFrame.SAMPLES], System.nanoTime());
            }
        }

        long received() {
            return session.statistics().packetsReceived();
        }

        long refused(Reason reason) {
            return session.statistics().refused().getOrDefault(reason, 0L);
        }

        void inject(byte[] bytes) throws IOException {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(bytes, bytes.length, port.rtpAddress()));
            }
        }

        @Override
        public void join(AudioSession joined) {
            audio = joined;
        }

        @Override
        public CompletableFuture<Void> leave(AudioSession left) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
