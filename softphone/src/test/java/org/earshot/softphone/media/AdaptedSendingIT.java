package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.SessionPair.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.rtp.ReportBlock;
import org.earshot.softphone.media.rtp.RtcpPacket;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.earshot.softphone.media.rtp.RtcpPacket.ReceiverReport;
import org.earshot.softphone.media.rtp.RtcpWriter;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From the bytes of the peer's reports to the bytes of Opus that it gets. Real sockets, codecs and all between them; the test's thread is the
/// microphone.
class AdaptedSendingIT {
    private static final int PEER_SSRC = 0x0BADCAFE;
    private static final int TOC_CONFIGURATION = 3; // bits to the right of it (RFC 6716 §3.1)
    private static final int TRANSFORM_FROM = 16; // table 2: configurations of CELT alone
    private static final int SECOND = 100; // frames
    private static final short[] SPEECH = Speech.alice();

    private MediaPort port;
    private DatagramChannel peer;
    private MediaSession session;
    private final Line line = new Line();
    private int spoken; // frames
    private int ssrc; // of the session
    private SocketAddress phone;
    private int sequence;

    /// The audio engine is the test.
    private static final class Line implements MediaSession.Audio {
        private AudioSession audio;

        @Override
        public void join(AudioSession joining) {
            audio = joining;
        }

        @Override
        public CompletableFuture<Void> leave(AudioSession leaving) {
            return CompletableFuture.completedFuture(null);
        }
    }

    static Stream<Codecs> codecs() {
        return Stream.of(Codecs.pureJava(), Codecs.detect());
    }

    @BeforeEach
    void open() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        port = MediaPort.open(here, new PortRange(20_000, 29_999), new SecureRandom());
        peer = DatagramChannel.open().bind(new InetSocketAddress(here, 0));
        peer.configureBlocking(false);
        phone = port.rtpAddress();
    }

    @AfterEach
    void close() throws IOException {
        session.close();
        peer.close();
    }

    private void start(Codecs codecs) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) peer.getLocalAddress();
        session = new MediaSession(port, line, codecs, MediaListener.NONE, MediaTap.NONE);
        session.start(
                new MediaParameters(
                                remote,
                                remote,
                                new CodecChoice(CodecName.OPUS, 96, 20),
                                Optional.empty(),
                                Direction.SEND_RECV,
                                Optional.empty(),
                                Optional.empty(),
                                "cname")
                        .withWishes(new PeerWishes(true, 60)));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void muchLossMakesFewerBitsInLongerPackets(Codecs codecs) throws IOException {
        start(codecs);
        List<byte[]> before = talk(4 * SECOND);
        assertThat(before).hasSize(200);
        for (int report = 0; report < 6; report++) {
            report(40, Optional.empty());
        }
        talk(6); // what was begun is ended as it was
        List<byte[]> after = talk(4 * SECOND);
        assertThat(after).as("packets of 60 ms in 4 s").hasSizeBetween(65, 67);
        assertThat(samples(codecs.opus(), after.getLast())).isEqualTo(60 * 48);
        assertThat(bytes(after)).as("12 kb/s after 48").isLessThan(bytes(before) / 2);
    }

    /// The model of speech, which alone has redundancy, is asked for while loss is expected; then the transform, until there is loss again.
    @ParameterizedTest
    @MethodSource("codecs")
    void redundancyGoesWhereNothingIsLostAndComesWithLoss(Codecs codecs) throws IOException {
        start(codecs);
        assertThat(redundant(codecs.opus(), talk(2 * SECOND))).isGreaterThan(20);
        becomeClean(codecs);
        report(12, Optional.empty());
        talk(2);
        assertThat(redundant(codecs.opus(), talk(2 * SECOND))).isGreaterThan(20);
    }

    /// By the count of RTP nothing is lost then.
    @ParameterizedTest
    @MethodSource("codecs")
    void redundancyComesAlsoForWhatIsTooLateForThePeer(Codecs codecs) throws IOException {
        start(codecs);
        talk(2 * SECOND);
        becomeClean(codecs);
        report(0, Optional.of(4.0));
        talk(2);
        assertThat(redundant(codecs.opus(), talk(2 * SECOND))).isGreaterThan(20);
    }

    private void becomeClean(Codecs codecs) throws IOException {
        for (int report = 0; report < 4; report++) {
            report(0, Optional.of(0.0));
        }
        talk(2);
        List<byte[]> clean = talk(SECOND);
        assertThat(clean).allMatch(p -> (p[0] & 0xFF) >> TOC_CONFIGURATION >= TRANSFORM_FROM);
        assertThat(redundant(codecs.opus(), clean)).isZero();
    }

    /// Speaks, 10 ms a frame.
    ///
    /// @return the payloads that came of it
    private List<byte[]> talk(int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            int at = spoken++ * AudioFrame.SAMPLES % (SPEECH.length - AudioFrame.SAMPLES);
            line.audio.captured(
                    Arrays.copyOfRange(SPEECH, at, at + AudioFrame.SAMPLES), System.nanoTime());
        }
        List<byte[]> payloads = new ArrayList<>();
        ByteBuffer packet = ByteBuffer.allocate(2_000);
        while (peer.receive(packet.clear()) != null) {
            packet.flip();
            if (!RtpHeader.isRtcp(packet)) {
                RtpHeader header = RtpHeader.parse(packet).orElseThrow();
                ssrc = header.ssrc();
                payloads.add(
                        Arrays.copyOfRange(
                                packet.array(),
                                header.payloadOffset(),
                                header.payloadOffset() + header.payloadLength()));
            }
        }
        return payloads;
    }

    /// The peer tells what got lost, and what came too late; returns when the session has acted by it.
    private void report(int lostPercent, Optional<Double> discardedPercent) throws IOException {
        List<RtcpPacket> packets = new ArrayList<>();
        ReportBlock block = new ReportBlock(ssrc, 256 * lostPercent / 100, 0, 0, 0, 0, 0);
        packets.add(new ReceiverReport(PEER_SSRC, List.of(block)));
        discardedPercent.ifPresent(
                percent -> packets.add(new ExtendedReport(PEER_SSRC, List.of(discarded(percent)))));
        ByteBuffer bytes = ByteBuffer.allocate(500);
        RtcpWriter.write(bytes, packets);
        peer.send(bytes.flip(), phone);
        // a packet of audio behind it shows that it was read to its end
        long before = session.statistics().packetsReceived();
        byte[] audio = new byte[15];
        RtpHeader.write(ByteBuffer.wrap(audio), false, 96, sequence, 960 * sequence, PEER_SSRC);
        sequence++;
        peer.send(ByteBuffer.wrap(audio), phone);
        await(() -> session.statistics().packetsReceived() > before);
        talk(2); // of a report without packets since the last one nothing follows
    }

    private VoipMetrics discarded(double percent) {
        return new VoipMetrics(
                ssrc,
                new VoipMetrics.Losses(0, VoipMetrics.share(percent / 100), 0, 0, 0, 0),
                new VoipMetrics.Delays(0, 0),
                16,
                new VoipMetrics.Scores(90, 42, 41),
                new VoipMetrics.Buffer(10, 20, 400));
    }

    private static int bytes(List<byte[]> payloads) {
        return payloads.stream().mapToInt(p -> p.length).sum();
    }

    private static int samples(Codec codec, byte[] payload) {
        try (Decoder decoder = codec.newDecoder()) {
            return decoder.samplesIn(payload, 0, payload.length);
        }
    }

    private static long redundant(Codec codec, List<byte[]> payloads) {
        short[] pcm = new short[2 * Codec.MAX_SAMPLES];
        try (Decoder decoder = codec.newDecoder()) {
            return payloads.stream()
                    .filter(p -> decoder.decodeRedundancy(p, 0, p.length, pcm, 0, 960) > 0)
                    .count();
        }
    }
}
