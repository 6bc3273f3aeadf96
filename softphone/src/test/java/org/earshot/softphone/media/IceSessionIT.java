package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.earshot.softphone.media.SessionPair.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.ice.CandidateType;
import org.earshot.softphone.media.ice.Component;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceCredentials;
import org.earshot.softphone.media.ice.IceParameters;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.media.ice.StunException;
import org.earshot.softphone.media.ice.StunMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sessions that find their way by ICE, over real sockets.
class IceSessionIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PortRange PORTS = new PortRange(31_000, 32_999);
    private static final CodecChoice PCMU = new CodecChoice(CodecName.PCMU, 0, 20);

    /// Nobody is there: RFC 863.
    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private static final InetSocketAddress NOWHERE_ELSE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 10);

    private static final InetSocketAddress SEEN =
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 40_404);
    private static final InetSocketAddress SEEN_REPORTS =
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 50_606);

    private final Codecs codecs = Codecs.detect();
    private final Phone alice = new Phone("127.0.0.1");
    private final Phone bob = new Phone("127.0.0.2");

    @AfterEach
    void close() {
        alice.session.close();
        bob.session.close();
    }

    private void talkUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            alice.tick();
            bob.tick();
            LockSupport.parkNanos(2_000_000);
        }
    }

    private boolean bothAreTold() {
        return alice.session.statistics().rttMs().isPresent()
                && bob.session.statistics().rttMs().isPresent();
    }

    private boolean bothHear(long more) {
        return alice.received() >= more && bob.received() >= more;
    }

    @Test
    void audioTakesTheWayThatTheChecksHaveFound() {
        alice.start(bob, true);
        bob.start(alice, false);

        talkUntil(() -> bothHear(20));
        assertThat(alice.noWays.get()).isZero();
    }

    @Test
    void reportsOfWhoWantsThemAtAPortOfTheirOwnFindTheirWay() {
        alice.reports = NOWHERE_ELSE;
        bob.reports = NOWHERE_ELSE;
        alice.start(bob, true);
        bob.start(alice, false);

        talkUntil(() -> bothHear(20) && bothAreTold());
    }

    @Test
    void beforeThereIsAWayNothingIsSent() throws IOException {
        try (DatagramSocket named = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            alice.ice =
                    Optional.of(
                            new IceParameters(
                                    alice.credentials, bob.credentials, List.of(), false, true));
            alice.session.start(
                    alice.parameters((InetSocketAddress) named.getLocalSocketAddress()));
            for (int i = 0; i < 20; i++) {
                alice.tick();
            }
            assertThat(alice.session.way()).isEmpty();
            named.setSoTimeout(1);
            assertThat(
                            catchThrowable(() ->
                                    named.receive(new DatagramPacket(new byte[1_000], 1_000))))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void anotherSearchTakesOverAndAudioGoesOn() {
        alice.start(bob, true);
        bob.start(alice, false);
        talkUntil(() -> bothHear(20));

        alice.credentials = IceCredentials.random(RANDOM);
        bob.credentials = IceCredentials.random(RANDOM);
        alice.again(bob, true);
        bob.again(alice, false);

        long hearsNow = Math.max(alice.received(), bob.received());
        talkUntil(() -> bothHear(hearsNow + 50));
        assertThat(alice.received()).isGreaterThan(20);
    }

    @Test
    void elsewhereInTheNetworkAudioGoesOnBeforeAnybodyIsTold() throws IOException {
        alice.start(bob, true);
        bob.start(alice, false);
        talkUntil(() -> bothHear(20));

        alice.moveTo("127.0.0.3");

        long hearsNow = Math.max(alice.received(), bob.received());
        talkUntil(() -> bothHear(hearsNow + 50));
        assertThat(alice.port.rtpAddress().getAddress().getHostAddress()).isEqualTo("127.0.0.3");
    }

    @Test
    void aSideThatFallsSilentIsMissed() {
        alice.start(bob, true);
        bob.start(alice, false);
        talkUntil(() -> bothHear(20));
        int before = alice.lostWays.get(); // a machine that stood still has been missed already

        bob.session.close();

        talkUntil(() -> alice.lostWays.get() > before);
        assertThat(alice.noWays.get()).isZero();
    }

    @Test
    void aStunServerTellsHowItSeesUs() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server));
            alice.gather(
                    List.of(
                            new IceServer(
                                    "127.0.0.1",
                                    server.getLocalPort(),
                                    IceServer.Transport.UDP,
                                    Optional.empty())));
            // on a busy machine the answers may come after the second that a call waits for them
            await(() -> alice.port.candidates().size() == 4);
        }
        assertThat(alice.candidates(Component.RTP))
                .extracting(IceCandidate::type)
                .containsExactly(CandidateType.HOST, CandidateType.SERVER_REFLEXIVE);
        assertThat(alice.candidates(Component.RTP).getLast().address()).isEqualTo(SEEN);
        assertThat(alice.candidates(Component.RTCP))
                .extracting(IceCandidate::type)
                .containsExactly(CandidateType.HOST, CandidateType.SERVER_REFLEXIVE);
        assertThat(alice.candidates(Component.RTCP).getLast().address()).isEqualTo(SEEN_REPORTS);
    }

    @Test
    void serversThatAreNotThereHoldUpNobodyForLong() throws Exception {
        alice.gather(
                List.of(
                        new IceServer("127.0.0.1", 9, IceServer.Transport.UDP, Optional.empty()),
                        new IceServer(
                                "127.0.0.1",
                                9,
                                IceServer.Transport.TCP,
                                Optional.of(new IceServer.Account("alice", "secret")))));
        assertThat(alice.port.candidates())
                .extracting(IceCandidate::type)
                .containsExactly(CandidateType.HOST, CandidateType.HOST);
        alice.start(bob, true);
        bob.start(alice, false);
        talkUntil(() -> bothHear(20));
    }

    /// A server that was restarted has cut the connection, and says nothing by UDP.
    @Test
    void whereTheConnectionToARelayBreaksTheOtherWayThereIsLookedAt() throws Exception {
        try (TurnServer server = new TurnServer()) {
            alice.gather(
                    List.of(
                            server.by(IceServer.Transport.UDP),
                            server.by(IceServer.Transport.TCP)));
            // the slower of the two may come after what a call waits for it
            await(() ->
                    alice.port.candidates().stream()
                                    .filter(c -> c.type() == CandidateType.RELAYED)
                                    .count()
                            == 2);
            alice.start(bob, true);
            bob.start(alice, false);
            talkUntil(() -> bothHear(20));
            int before = server.refreshesByUdp(); // none, where the machine did not stand still

            server.cut();
            talkUntil(() -> server.refreshesByUdp() > before);
            assertThat(bothHear(20)).isTrue();
        }
    }

    /// Answers every question as if the router gave each port of a pair one of its own.
    private static void answer(DatagramSocket server) {
        try {
            byte[] bytes = new byte[1_000];
            while (true) {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                server.receive(packet);
                byte[] answer =
                        StunMessage.parse(
                                        Arrays.copyOf(bytes, packet.getLength()),
                                        packet.getLength())
                                .success()
                                .putAddress(
                                        StunMessage.XOR_MAPPED_ADDRESS,
                                        packet.getPort() % 2 == 0 ? SEEN : SEEN_REPORTS)
                                .unsigned();
                server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException _) {
            // closed
        } catch (StunException e) {
            throw new AssertionError(e);
        }
    }

    /// A session with its port; the audio engine is whoever calls `tick`.
    private final class Phone implements MediaSession.Audio {
        private MediaPort port;
        private final MediaSession session;
        private final short[] frame = new short[AudioFrame.SAMPLES];
        private final AtomicInteger lostWays = new AtomicInteger();
        private final AtomicInteger noWays = new AtomicInteger();
        private IceCredentials credentials = IceCredentials.random(RANDOM);
        private Optional<IceParameters> ice = Optional.empty();
        private InetSocketAddress reports = NOWHERE; // where SDP says that they go
        private Optional<AudioSession> audio = Optional.empty();

        Phone(String host) {
            port = open(host);
            session = new MediaSession(port, this, codecs, new Heard(), MediaTap.NONE);
        }

        private static MediaPort open(String host) {
            try {
                return MediaPort.openForIce(InetAddress.ofLiteral(host), List.of(), PORTS, RANDOM);
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
            public void onWayLost() {
                lostWays.incrementAndGet();
            }

            @Override
            public void onNoWay() {
                noWays.incrementAndGet();
            }
        }

        MediaParameters parameters(InetSocketAddress remote) {
            return new MediaParameters(
                            remote,
                            reports.equals(NOWHERE) ? remote : reports,
                            PCMU,
                            Optional.empty(),
                            Direction.SEND_RECV,
                            Optional.empty(),
                            Optional.empty(),
                            "x")
                    .withIce(ice);
        }

        void gather(List<IceServer> servers) throws InterruptedException {
            CountDownLatch gathered = new CountDownLatch(1);
            port.gather(servers, Optional.empty(), gathered::countDown);
            assertThat(gathered.await(60, TimeUnit.SECONDS)).isTrue();
        }

        List<IceCandidate> candidates(Component component) {
            return port.candidates().stream().filter(c -> c.component() == component).toList();
        }

        private void agree(Phone other, boolean controlling) {
            ice =
                    Optional.of(
                            new IceParameters(
                                    credentials,
                                    other.credentials,
                                    other.port.candidates(),
                                    false,
                                    controlling));
        }

        void start(Phone other, boolean controlling) {
            agree(other, controlling);
            session.start(parameters(NOWHERE));
        }

        void again(Phone other, boolean controlling) {
            agree(other, controlling);
            session.update(parameters(NOWHERE));
        }

        void moveTo(String host) {
            port = open(host);
            session.moveTo(port);
        }

        void tick() {
            audio.ifPresent(joined -> {
                joined.captured(frame, System.nanoTime());
                joined.captured(frame, System.nanoTime());
                joined.playout(new short[AudioFrame.SAMPLES], System.nanoTime());
            });
        }

        long received() {
            return session.statistics().packetsReceived();
        }

        @Override
        public void join(AudioSession joined) {
            audio = Optional.of(joined);
        }

        @Override
        public CompletableFuture<Void> leave(AudioSession left) {
            audio = Optional.empty();
            return CompletableFuture.completedFuture(null);
        }
    }
}
