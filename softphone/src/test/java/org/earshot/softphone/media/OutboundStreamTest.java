package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.rtp.RedundantPayload;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is advised is what is sent.
class OutboundStreamTest {

    private MediaPort ours;
    private DatagramChannel peer;
    private OutboundStream stream;
    private int frames;

    /// Notes what it is told.
    private static final class NotingEncoder implements Encoder {
        private final List<String> told = new ArrayList<>();
        private final Encoder inner = Codecs.pureJava().pcmu().newEncoder();

        @Override
        public int encode(short[] pcm, int offset, int samples, byte[] payload, int at) {
            return inner.encode(pcm, offset, samples, payload, at);
        }

        @Override
        public void expectLoss(int percent) {
            told.add(percent + " %");
        }

        @Override
        public void bitrate(int bitsPerSecond) {
            told.add(bitsPerSecond + " b/s");
        }

        @Override
        public void reset() {
            inner.reset();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final NotingEncoder encoder = new NotingEncoder();

    @BeforeEach
    void open() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ours =
                MediaPort.open(
                        InetAddress.getLoopbackAddress(),
                        new PortRange(20_000, 29_999),
                        new Random(1));
        peer = DatagramChannel.open().bind(any);
        InetSocketAddress remote = (InetSocketAddress) peer.getLocalAddress();
        stream =
                new OutboundStream(
                        new LocalSource(new Random(1)),
                        new RemoteAddress(remote),
                        MediaTap.NONE,
                        new Random(2),
                        () -> 0);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
        ours.close();
        peer.close();
    }

    private void follow(CodecChoice codec, int mostMillis) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) peer.getLocalAddress();
        MediaParameters parameters =
                new MediaParameters(
                                remote,
                                remote,
                                codec,
                                Optional.empty(),
                                Direction.SEND_RECV,
                                Optional.empty(),
                                Optional.empty(),
                                "cname")
                        .withWishes(new PeerWishes(false, mostMillis));
        stream.follow(new SendPlan(parameters, encoder, Optional.empty(), Optional.empty(), ours));
    }

    private void talk(int count) {
        for (int i = 0; i < count; i++) {
            short[] frame = new short[AudioFrame.SAMPLES];
            Arrays.fill(frame, (short) (500 * (frames % 50)));
            stream.captured(frame, frames++ * AudioFrame.NANOS);
        }
    }

    private RtpHeader received() throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(2_000);
        peer.receive(packet);
        return RtpHeader.parse(packet.flip()).orElseThrow();
    }

    @Test
    void packetsGrowAsAdvisedAndNoFurtherThanThePeerAllows() throws IOException {
        follow(new CodecChoice(CodecName.PCMU, 0, 20), 40);
        talk(2);
        RtpHeader first = received();
        assertThat(first.payloadLength()).isEqualTo(160);

        stream.adapt(new SendAdaptation.Sending(34_000, 5, 40));
        talk(4);
        RtpHeader longer = received();
        assertThat(longer.payloadLength()).isEqualTo(320);
        assertThat(longer.timestamp() - first.timestamp()).isEqualTo(160);

        stream.adapt(new SendAdaptation.Sending(34_000, 5, 60));
        talk(4);
        RtpHeader longest = received();
        assertThat(longest.payloadLength()).isEqualTo(320);
        assertThat(longest.timestamp() - longer.timestamp()).isEqualTo(320);
    }

    @Test
    void adviceWithinAPacketWaitsForTheNext() throws IOException {
        follow(new CodecChoice(CodecName.PCMU, 0, 20), 40);
        talk(1);
        stream.adapt(new SendAdaptation.Sending(34_000, 5, 40));
        talk(1);
        assertThat(received().payloadLength()).isEqualTo(160);
    }

    /// As of the process, or while one microphone takes the place of another: what is said afterwards is not late by what was missed.
    @Test
    void afterAStandstillTheTimestampTellsOfIt() throws IOException {
        follow(new CodecChoice(CodecName.PCMU, 0, 20), 20);
        talk(2);
        RtpHeader before = received();
        talk(1);
        frames += 500;
        talk(2);
        RtpHeader after = received();
        assertThat(after.timestamp() - before.timestamp()).isEqualTo(503 * 80);
        assertThat(after.sequenceNumber() - before.sequenceNumber()).isEqualTo(1);
        assertThat(after.marker()).isTrue();

        talk(2);
        RtpHeader next = received();
        assertThat(next.timestamp() - after.timestamp()).isEqualTo(160);
        assertThat(next.marker()).isFalse();
        frames += 10; // which the devices make up for
        talk(2);
        assertThat(received().timestamp() - next.timestamp()).isEqualTo(160);
    }

    @Test
    void theEncoderIsToldWhatChangesAndOnlyThat() throws IOException {
        follow(new CodecChoice(CodecName.OPUS, 96, 20), 20);
        talk(4);
        stream.adapt(new SendAdaptation.Sending(16_000, 5, 20));
        talk(4);
        stream.adapt(new SendAdaptation.Sending(16_000, 12, 20));
        talk(2);
        assertThat(encoder.told).containsExactly("5 %", "48000 b/s", "16000 b/s", "12 %");
    }

    /// RFC 2198: of the packet 80 ms before, where both sides take it and it is advised.
    @Test
    void copiesGoOutWithLaterPacketsWhereAdvised() throws IOException {
        CodecChoice codec =
                new CodecChoice(CodecName.OPUS, 96, 20).with(new RedundancyChoice(98, 99));
        follow(codec, 20);
        List<byte[]> own = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            talk(2);
            RtpHeader header = received();
            assertThat(header.payloadType()).isEqualTo(96);
            own.add(payload(header));
        }
        stream.adapt(new SendAdaptation.Sending(48_000, 20, 20, true));
        talk(2);
        RtpHeader header = received();
        assertThat(header.payloadType()).isEqualTo(98);
        RedundantPayload blocks = new RedundantPayload();
        byte[] payload = payload(header);
        assertThat(blocks.read(payload, 0, payload.length)).isTrue();
        assertThat(blocks.blocks()).isEqualTo(2);
        assertThat(blocks.ago(0)).isEqualTo(3_840);
        assertThat(blocks.payloadType(0)).isEqualTo(96);
        assertThat(block(blocks, 0, payload)).isEqualTo(own.get(1));
        assertThat(blocks.payloadType(1)).isEqualTo(96);

        stream.adapt(new SendAdaptation.Sending(48_000, 0, 20));
        talk(2);
        assertThat(received().payloadType()).isEqualTo(96);
    }

    @Test
    void whoTakesNoCopiesGetsNone() throws IOException {
        follow(new CodecChoice(CodecName.OPUS, 96, 20), 20);
        stream.adapt(new SendAdaptation.Sending(48_000, 20, 20, true));
        for (int i = 0; i < 8; i++) {
            talk(2);
            assertThat(received().payloadType()).isEqualTo(96);
        }
    }

    private static byte[] payload(RtpHeader header) {
        int from = header.payloadOffset();
        return Arrays.copyOfRange(header.packet().array(), from, from + header.payloadLength());
    }

    private static byte[] block(RedundantPayload blocks, int block, byte[] payload) {
        int from = blocks.offset(block);
        return Arrays.copyOfRange(payload, from, from + blocks.length(block));
    }
}
