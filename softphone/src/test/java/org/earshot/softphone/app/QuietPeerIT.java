package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sip.message.Request;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SipNodeConfig;
import org.earshot.common.stack.SystemTimers;
import org.earshot.common.stack.Timers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.MediaTap;
import org.earshot.softphone.media.PortRange;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.SystemAudioBackend;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.rtp.RtcpPacket.ReceiverReport;
import org.earshot.softphone.media.rtp.RtcpWriter;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.ContactStore;
import org.earshot.softphone.ua.Memory;
import org.earshot.softphone.ua.MessageStore;
import org.earshot.softphone.ua.PhoneSettings;
import org.earshot.softphone.ua.SipUserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.AudioTrouble;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ua.UserAgentEvent.MediaReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A phone on real sockets in a call with one who sends a single packet. Only the phone's timers are the test's, so that minutes take no
/// time.
class QuietPeerIT {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final int PCMU = 0;
    private static final int NOISE = 13;
    private static final int SSRC = 0x0A11CE;
    private static final int LIMIT = 20; // seconds
    private static final int QUIET_LIMIT = 50;

    private final SystemTimers timers = new SystemTimers("test-timers");
    private final SteppedTimers seconds = new SteppedTimers();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DataFolder folder = DataFolder.temporary();
    private final EngineSound sound =
            new EngineSound(
                    new SystemAudioBackend(),
                    new AudioSpec.Tone(),
                    new AudioSpec.Null(),
                    folder,
                    Runnable::run);
    private final List<UserAgentEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        sound.engine().close();
        folder.close();
        timers.close();
        threads.shutdown();
    }

    /// RFC 3389 §4: one packet says that nobody speaks, and until somebody does there need not be another.
    @Test
    void oneWhoSaidOnceThatItIsSilentIsNotDead() throws Exception {
        call(peer -> {
            peer.send(NOISE, new byte[] {60});
            await(() -> received() == 1);
            assertThat(pass(QUIET_LIMIT - 1)).isEqualTo(QUIET_LIMIT - 1);
            assertThat(of(AudioTrouble.class)).filteredOn(t -> !t.text().isEmpty()).isEmpty();
            assertThat(pass(2 * LIMIT)).isLessThanOrEqualTo(3);
            assertThat(ended()).contains("neither audio nor reports came for 50 seconds");
        });
    }

    @Test
    void asLongAsItsReportsComeItLives() throws Exception {
        call(peer -> {
            peer.send(NOISE, new byte[] {60});
            await(() -> received() == 1);
            for (int report = 1; report <= 5; report++) {
                peer.report();
                assertThat(pass(QUIET_LIMIT - 5)).isEqualTo(QUIET_LIMIT - 5);
            }
            assertThat(ended()).isEmpty();
        });
    }

    @Test
    void oneWhoSpokeAndIsGoneIsMissed() throws Exception {
        call(peer -> {
            peer.send(PCMU, new byte[160]);
            await(() -> received() == 1);
            assertThat(pass(QUIET_LIMIT)).isLessThanOrEqualTo(LIMIT + 2);
            assertThat(ended()).contains("nothing was heard for 20 seconds");
            assertThat(of(AudioTrouble.class))
                    .extracting(AudioTrouble::text)
                    .contains("No audio received for 3 s: the other side's packets do not arrive");
        });
    }

    private interface Script {
        void play(Peer peer) throws IOException;
    }

    /// The other side's sockets, and where the phone's packets come from.
    private record Peer(DatagramSocket audio, DatagramSocket reports, SocketAddress phone) {
        void send(int payloadType, byte[] payload) throws IOException {
            byte[] packet = new byte[12 + payload.length];
            System.arraycopy(payload, 0, packet, 12, payload.length);
            RtpHeader.write(ByteBuffer.wrap(packet), true, payloadType, 1, 160, SSRC);
            audio.send(new DatagramPacket(packet, packet.length, phone));
        }

        void report() throws IOException {
            ByteBuffer packet = ByteBuffer.allocate(100);
            RtcpWriter.write(packet, List.of(new ReceiverReport(SSRC, List.of())));
            InetSocketAddress rtp = (InetSocketAddress) phone;
            reports.send(
                    new DatagramPacket(
                            packet.array(),
                            packet.position(),
                            new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1)));
        }
    }

    private void call(Script script) throws Exception {
        try (DatagramSocket audio = new DatagramSocket(new InetSocketAddress(HERE, 0));
                DatagramSocket reports = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            ScriptedPeer server = new ScriptedPeer(audio.getLocalPort(), PCMU, NOISE);
            CompletableFuture<SipUserAgent> agent = new CompletableFuture<>();
            try (SipNode node = node("server", server);
                    SipNode phone = node("phone", r -> agent.join().handle(r))) {
                agent.complete(agent(phone));
                agent.join().subscribe(events::add);
                int port = node.listenPoints().getFirst().address().getPort();
                agent.join()
                        .register(
                                Account.of(
                                        "sip:alice@localhost",
                                        "secret",
                                        "127.0.0.1:" + port,
                                        Transport.UDP.parameter()));
                await(() -> server.of(Request.REGISTER).size() == 1);
                agent.join().call("bob");
                DatagramPacket first = new DatagramPacket(new byte[2_048], 2_048);
                audio.setSoTimeout(10_000);
                audio.receive(first);
                await(() -> of(CallChanged.class).stream().anyMatch(this::isEstablished));
                script.play(new Peer(audio, reports, first.getSocketAddress()));
                agent.join().quit().toCompletableFuture().join();
            }
        }
    }

    private boolean isEstablished(CallChanged change) {
        return change.state() == CallPhase.ESTABLISHED;
    }

    /// Lets seconds pass until the call ends.
    ///
    /// @return how many did
    private int pass(int most) {
        for (int second = 0; second < most; second++) {
            int before = of(MediaReport.class).size();
            seconds.advance();
            await(() -> of(MediaReport.class).size() > before || ended().isPresent());
            if (ended().isPresent()) {
                return second;
            }
        }
        return most;
    }

    private long received() {
        pass(1);
        return of(MediaReport.class).getLast().packetsReceived();
    }

    private Optional<String> ended() {
        return of(CallChanged.class).stream()
                .filter(change -> change.state() == CallPhase.ENDED)
                .map(CallChanged::reason)
                .findFirst();
    }

    private <T extends UserAgentEvent> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private SipNode node(String name, RequestHandler handler) throws Exception {
        ListenPoint at = new ListenPoint(Transport.UDP, new InetSocketAddress(HERE, 0));
        return SipNode.open(SipNodeConfig.plain(name, at), timers, handler);
    }

    private SipUserAgent agent(SipNode node) {
        SecureRandom random = new SecureRandom();
        PhoneSettings usual = PhoneSettings.of("urn:uuid:0-test");
        return new SipUserAgent(
                new StackSignalling(node),
                _ -> CompletableFuture.completedFuture(Optional.of(HERE)),
                new SessionMedia(
                        sound,
                        Codecs.pureJava(),
                        new PortRange(20_000, 29_998),
                        Optional.empty(),
                        RecordingPolicy.TONE,
                        Optional.empty(),
                        EndTones.of(sound.engine()),
                        MediaTap.NONE,
                        random),
                new PhoneSettings(
                        usual.instanceId(),
                        usual.plainFallback(),
                        usual.encryptionRequired(),
                        usual.registrationExpires(),
                        Duration.ofSeconds(LIMIT),
                        Duration.ofSeconds(QUIET_LIMIT),
                        usual.packetMillis(),
                        usual.keepsHistory(),
                        usual.reportsQuality(),
                        usual.wishes(),
                        usual.keyAgreement(),
                        usual.certificate(),
                        usual.ice(),
                        usual.relays()),
                Memory.ofThisRun(),
                MessageStore.ofThisRun(),
                ContactStore.ofThisRun(),
                seconds,
                InstantSource.system(),
                threads,
                random);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// The timers of a test, for more threads than one.
    private static final class SteppedTimers implements Timers {
        private final FakeTimers timers = new FakeTimers();

        @Override
        public synchronized Cancellable after(Duration delay, Runnable task) {
            Cancellable timer = timers.after(delay, task);
            return () -> cancel(timer);
        }

        private synchronized void cancel(Cancellable timer) {
            timer.cancel();
        }

        /// A second goes by.
        synchronized void advance() {
            timers.advance(Duration.ofSeconds(1));
        }
    }
}
