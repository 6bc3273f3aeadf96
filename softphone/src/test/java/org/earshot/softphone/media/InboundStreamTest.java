package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.ice.IceCredentials;
import org.earshot.softphone.media.ice.IceParameters;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.rtp.RedundantPayload;
import org.earshot.softphone.media.rtp.RtcpPacket;
import org.earshot.softphone.media.rtp.RtcpWriter;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.rtp.TelephoneEvent;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plain packets as bytes, without a socket.
class InboundStreamTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 4_000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.1", 6_000);
    private static final int SSRC = 0x0BADCAFE;
    private static final int LENGTH = 172;
    private static final int PACKETS = 2_000;

    private final PacketRing ring = new PacketRing();
    private final LocalSource local = new LocalSource(new Random(1));
    private final StringBuilder digits = new StringBuilder();
    private final InboundStream stream =
            new InboundStream(
                    new ReceivePlan(parameters(), Optional.empty(), Optional.empty()),
                    local,
                    new RemoteAddress(PEER),
                    new RemoteAddress(PEER),
                    ring,
                    new RtcpExchange(local, 0),
                    digits::append);

    @Test
    void packetsAreCountedAndSoAreThoseThatAreMissing() {
        receive(PEER, SSRC, 10);
        receive(PEER, SSRC, 12);
        assertThat(stream.received().packets()).isEqualTo(2);
        assertThat(stream.received().expected()).isEqualTo(3);
        assertThat(stream.received().lastNanos()).hasValue(12);
    }

    /// RFC 3550 A.3 counts copies in what it reports; whoever looks at the call wants to know what is missing.
    @Test
    void secondCopiesHideNoLoss() {
        receive(PEER, SSRC, 10);
        receive(PEER, SSRC, 12);
        receive(PEER, SSRC, 12);
        receive(PEER, SSRC, 10);
        receive(PEER, SSRC, 14);
        assertThat(stream.received().packets()).isEqualTo(3);
        assertThat(stream.received().expected()).isEqualTo(5);
        assertThat(stream.statistics().orElseThrow().lost()).as("A.3").isZero();
        receive(PEER, SSRC + 1, 5_000);
        assertThat(stream.received().packets()).isEqualTo(4);
        assertThat(stream.received().expected()).isEqualTo(6);
    }

    @Test
    void anotherSourceOfThePeerIsCountedOn() {
        receive(PEER, SSRC, 10);
        receive(PEER, SSRC, 12);
        receive(PEER, SSRC + 1, 5_000);
        assertThat(stream.received().packets()).isEqualTo(3);
        assertThat(stream.received().expected()).isEqualTo(4);
    }

    /// As where a server goes on with its music beside the one who speaks.
    @Test
    void ofTwoSourcesAtTheSameTimeOneIsHeard() {
        for (int i = 0; i < 100; i++) {
            receive(PEER, SSRC, 10 + i);
            receive(PEER, SSRC + 1, 5_000 + i);
        }
        assertThat(stream.received().ssrc()).isEqualTo(SSRC + 1);
        assertThat(stream.received().packets()).isEqualTo(101);
        assertThat(stream.received().expected()).isEqualTo(101);
        assertThat(stream.refused()).containsOnlyKeys(Reason.TOO_MANY_SOURCES);
    }

    @Test
    void whatOvertookTheFirstOfItsSourceHidesNothingThatWasSent() {
        receive(PEER, SSRC, 11);
        receive(PEER, SSRC, 10);
        assertThat(stream.received().packets()).isEqualTo(2);
        assertThat(stream.received().expected()).isEqualTo(2);
        receive(PEER, SSRC + 1, 501);
        receive(PEER, SSRC + 1, 500);
        assertThat(stream.received().packets()).isEqualTo(4);
        assertThat(stream.received().expected()).isEqualTo(4);
    }

    /// RFC 3550 A.1: two in a row far from all before are a sender that began anew.
    @Test
    void aPeerThatBeginsItsNumbersAnewIsCountedOn() {
        for (int sequence = 10; sequence <= 20; sequence++) {
            receive(PEER, SSRC, sequence);
        }
        receive(PEER, SSRC, 40_000);
        receive(PEER, SSRC, 40_001);
        receive(PEER, SSRC, 40_003);
        assertThat(stream.received().packets()).isEqualTo(13);
        assertThat(stream.received().expected()).isEqualTo(14);
    }

    @Test
    void aStrangerIsNotHeard() {
        receive(PEER, SSRC, 10);
        receive(STRANGER, SSRC, 11);
        assertThat(stream.received().packets()).isEqualTo(1);
        assertThat(stream.refused()).containsOnlyKeys(Reason.NOT_AUTHENTIC);
    }

    // RFC 3550 §8.2
    @Test
    void whoHasOurNumberIsEvadedOnce() {
        int before = local.ssrc();
        receive(PEER, before, 10);
        assertThat(local.ssrc()).isNotEqualTo(before);
        int after = local.ssrc();
        receive(PEER, after, 11); // our own packets come back
        assertThat(local.ssrc()).isEqualTo(after);
    }

    @Test
    void aKeyIsToldOnce() {
        byte[] packet = new byte[16];
        for (int i = 0; i < 5; i++) {
            RtpHeader.write(ByteBuffer.wrap(packet), i == 0, 101, 10 + i, 1_600, SSRC);
            new TelephoneEvent(11, i > 3, 10, 160 * i).write(ByteBuffer.wrap(packet), 12);
            stream.onPacket(packet, packet.length, PEER, false, false, i);
        }
        assertThat(digits).hasToString("#");
    }

    /// RFC 2198: what was lost comes with a later packet.
    @Test
    void copiesFillWhatIsMissing() {
        Codecs codecs = Codecs.pureJava();
        CodecChoice codec =
                new CodecChoice(CodecName.OPUS, 96, 20).with(new RedundancyChoice(97, 98));
        stream.follow(new ReceivePlan(parameters(codec), Optional.empty(), Optional.empty()), 0);
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        short[] frame = new short[480];
        byte[][] said = new byte[200][];
        try (Decoder decoder = codecs.opus().newDecoder();
                Encoder encoder = codecs.opus().newEncoder()) {
            buffer.decoder(96, decoder);
            for (int i = 0; i < said.length; i++) {
                byte[] payload = new byte[Codec.MAX_PAYLOAD];
                int length = encoder.encode(Speech.alice(), 960 * i, 960, payload, 0);
                said[i] = Arrays.copyOf(payload, length);
                if (i % 20 > 3) { // four are lost
                    receiveWithCopy(i, said[i], i < 4 ? new byte[0] : said[i - 4]);
                }
                for (int half = 0; half < 2; half++) {
                    ring.drainTo(buffer);
                    buffer.poll(20_000_000L * i + 5_000_000L + half * 10_000_000L, frame);
                }
            }
        }
        assertThat(buffer.statistics().repaired()).isGreaterThan(30);
        assertThat(stream.statistics().orElseThrow().lost())
                .as("as the sender is to know")
                .isEqualTo(36);
    }

    private void receiveWithCopy(int sequence, byte[] own, byte[] older) {
        byte[] packet = new byte[1_500];
        RtpHeader.write(ByteBuffer.wrap(packet), false, 98, sequence, sequence * 960, SSRC);
        System.arraycopy(own, 0, packet, 12, own.length);
        int length = RedundantPayload.write(packet, 12, own.length, 96, 3_840, older, older.length);
        stream.onPacket(packet, 12 + length, PEER, false, false, 20_000_000L * sequence);
    }

    @Test
    void randomBytesOfRedundantAudioAreRefusedOrPlayed() {
        CodecChoice codec =
                new CodecChoice(CodecName.OPUS, 96, 20).with(new RedundancyChoice(97, 98));
        stream.follow(new ReceivePlan(parameters(codec), Optional.empty(), Optional.empty()), 0);
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        short[] frame = new short[480];
        Random random = new Random(2_198);
        try (Decoder decoder = Codecs.pureJava().opus().newDecoder()) {
            buffer.decoder(96, decoder);
            for (int i = 0; i < 2_000; i++) {
                byte[] packet = new byte[random.nextInt(12, 60)];
                random.nextBytes(packet);
                RtpHeader.write(ByteBuffer.wrap(packet), false, 98, i, 960 * i, SSRC);
                for (int at = 12; at < packet.length && random.nextInt(4) > 0; at += 4) {
                    packet[at] = (byte) (96 | (random.nextBoolean() ? 0x80 : 0));
                }
                stream.onPacket(packet, packet.length, PEER, false, false, 20_000_000L * i);
                ring.drainTo(buffer);
                buffer.poll(20_000_000L * i + 5_000_000, frame);
            }
        }
        assertThat(stream.refused()).containsKey(Reason.MALFORMED);
    }

    @Test
    void randomBytesAreRefusedOrCountedAndNothingElse() {
        Random random = new Random(4_733);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(1, 60)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (i % 2 == 0 ? 0x80 : bytes[0]);
            stream.onPacket(bytes, bytes.length, PEER, i % 3 == 0, i % 5 == 0, i);
        }
        assertThat(stream.refused()).containsKey(Reason.MALFORMED);
    }

    /// The receive thread must not be what a garbage collector has to run for.
    @Test
    void receivingMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] packet = new byte[LENGTH];
        ByteBuffer header = ByteBuffer.wrap(packet);
        receiveMany(packet, header, 0);
        long before = threads.getCurrentThreadAllocatedBytes();

        receiveMany(packet, header, PACKETS);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for %d packets", PACKETS)
                .isLessThan(PACKETS);
        assertThat(stream.received().packets()).isEqualTo(2 * PACKETS);
    }

    private void receiveMany(byte[] packet, ByteBuffer header, int from) {
        for (int i = from; i < from + PACKETS; i++) {
            RtpHeader.write(header, false, 0, i, 160 * i, SSRC);
            stream.onPacket(packet, LENGTH, PEER, false, false, 20_000_000L * i);
        }
    }

    /// Before the choice a peer may send by several ways.
    @Test
    void withIceItIsHeardFromEachAddressThatHasBeenCheckedAndFromNoOther() {
        IceCredentials credentials = IceCredentials.random(new Random(1));
        Optional<IceParameters> ice =
                Optional.of(new IceParameters(credentials, credentials, List.of(), false, true));
        stream.follow(
                new ReceivePlan(parameters().withIce(ice), Optional.empty(), Optional.empty()), 0);

        receive(PEER, true, SSRC, 10);
        receive(STRANGER, true, SSRC, 11);
        receive(PEER, true, SSRC, 12);
        assertThat(stream.received().packets()).isEqualTo(3);

        receive(PEER, false, SSRC, 13);
        assertThat(stream.received().packets()).isEqualTo(3);
        assertThat(stream.refused()).containsOnlyKeys(Reason.NOT_AUTHENTIC);
    }

    /// So that it can be told why nothing is heard.
    @Test
    void whatWasNotAgreedUponIsCountedApart() {
        receive(PEER, SSRC, 10);
        receiveOfType(118, 11, 80);
        assertThat(stream.received().strange()).isEqualTo(1);
        receiveOfType(126, 12, 0); // which keeps a way open
        receiveOfType(101, 13, 4);
        receiveOfType(97, 14, 4);
        assertThat(stream.received().strange()).isEqualTo(1);
        assertThat(stream.received().packets()).isEqualTo(5);
    }

    /// RFC 3389 §4: behind comfort noise nothing need come.
    @Test
    void whoseLastAudioWasComfortNoiseIsSilent() {
        receive(PEER, SSRC, 10);
        assertThat(stream.received().silence()).isEqualTo(Silence.NONE);
        receiveNoise(12, 1);
        assertThat(stream.received().silence()).isEqualTo(Silence.COMFORT_NOISE);
        receive(PEER, SSRC, 11); // overtaken
        assertThat(stream.received().silence()).isEqualTo(Silence.COMFORT_NOISE);
        receive(PEER, SSRC, 13);
        assertThat(stream.received().silence()).isEqualTo(Silence.NONE);
        receiveNoise(14, 0); // which says nothing
        assertThat(stream.received().silence()).isEqualTo(Silence.NONE);
    }

    /// They take numbers of their own between those of the audio; of the audio's own type (0) they are empty.
    @ParameterizedTest(name = "packets of type {0}")
    @ValueSource(ints = {101, 126, 0})
    void packetsOfAKeyAndOthersThatAreNoAudioAreNotMissingInIt(int payloadType) {
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        try (Decoder decoder = Codecs.pureJava().pcmu().newDecoder()) {
            buffer.decoder(0, decoder);
            for (int i = 0; i < 200; i++) {
                boolean audio = i < 3 || i % 20 < 13;
                byte[] packet = new byte[audio ? LENGTH : payloadType == 0 ? 12 : 16];
                RtpHeader.write(
                        ByteBuffer.wrap(packet),
                        false,
                        audio ? 0 : payloadType,
                        65_500 + i & 0xFFFF,
                        160 * i,
                        SSRC);
                if (i != 70) {
                    stream.onPacket(packet, packet.length, PEER, false, false, 20_000_000L * i);
                }
                for (int poll = 0; poll < 2; poll++) {
                    ring.drainTo(buffer);
                    buffer.poll(20_000_000L * i + 10_000_000L * poll, new short[480]);
                }
            }
        }
        assertThat(buffer.statistics().lost()).as("the 70th").isEqualTo(1);
        assertThat(buffer.statistics().pattern().missing()).isEqualTo(1);
        assertThat(buffer.statistics().discarded()).isZero();
        assertThat(ring.dropped()).isZero();
    }

    /// A key of its phone is no speech.
    @Test
    void aKeyDoesNotEndASilence() {
        receiveNoise(10, 1);
        byte[] packet = new byte[16];
        RtpHeader.write(ByteBuffer.wrap(packet), true, 101, 11, 1_600, SSRC);
        new TelephoneEvent(1, true, 10, 160).write(ByteBuffer.wrap(packet), 12);
        stream.onPacket(packet, packet.length, PEER, false, false, 11);
        assertThat(stream.received().silence()).isEqualTo(Silence.COMFORT_NOISE);
    }

    @ParameterizedTest(name = "an Opus packet of {0} bytes: {1}")
    @CsvSource({"1, COMFORT_NOISE", "2, COMFORT_NOISE", "3, NONE", "80, NONE"})
    void anOpusPacketWithNothingInItBeginsASilence(int bytes, Silence silence) {
        stream.follow(
                new ReceivePlan(
                        parameters(new CodecChoice(CodecName.OPUS, 96, 20)),
                        Optional.empty(),
                        Optional.empty()),
                0);
        byte[] packet = new byte[12 + bytes];
        RtpHeader.write(ByteBuffer.wrap(packet), false, 96, 10, 9_600, SSRC);
        stream.onPacket(packet, packet.length, PEER, false, false, 10);
        assertThat(stream.received().silence()).isEqualTo(silence);
    }

    @Test
    void ofASilenceBeforeAHoldNothingIsKept() {
        receiveNoise(10, 1);
        stream.follow(
                new ReceivePlan(
                        parameters().withDirection(Direction.INACTIVE),
                        Optional.empty(),
                        Optional.empty()),
                11);
        assertThat(stream.received().silence()).isEqualTo(Silence.NONE);
    }

    /// RFC 3550 §6.4: a receiver's report is from one who sent nothing.
    @Test
    void reportsTellOfASilenceTooAndAudioEndsIt() {
        receive(PEER, SSRC, 10);
        report(new RtcpPacket.SenderReport(SSRC, 1, 1, 1, 160, List.of()));
        assertThat(stream.received().silence()).isEqualTo(Silence.NONE);
        report(new RtcpPacket.ReceiverReport(SSRC, List.of()));
        assertThat(stream.received().silence()).isEqualTo(Silence.NOTHING_SENT);
        assertThat(stream.received().reports()).isEqualTo(2);
        receive(PEER, SSRC, 11);
        assertThat(stream.received().silence()).isEqualTo(Silence.NONE);
        receiveNoise(12, 1);
        report(new RtcpPacket.ReceiverReport(SSRC, List.of()));
        assertThat(stream.received().silence()).isEqualTo(Silence.COMFORT_NOISE);
    }

    private void report(RtcpPacket report) {
        ByteBuffer packet = ByteBuffer.allocate(200);
        RtcpWriter.write(packet, List.of(report));
        stream.onPacket(packet.array(), packet.position(), PEER, false, true, 20);
    }

    private void receiveNoise(int sequence, int bytes) {
        receiveOfType(13, sequence, bytes);
    }

    private void receiveOfType(int payloadType, int sequence, int bytes) {
        byte[] packet = new byte[12 + bytes];
        RtpHeader.write(
                ByteBuffer.wrap(packet), false, payloadType, sequence, sequence * 160, SSRC);
        stream.onPacket(packet, packet.length, PEER, false, false, sequence);
    }

    private void receive(InetSocketAddress from, int ssrc, int sequence) {
        receive(from, false, ssrc, sequence);
    }

    private void receive(InetSocketAddress from, boolean checked, int ssrc, int sequence) {
        byte[] packet = new byte[LENGTH];
        RtpHeader.write(ByteBuffer.wrap(packet), false, 0, sequence, sequence * 160, ssrc);
        stream.onPacket(packet, LENGTH, from, checked, false, sequence);
    }

    private static MediaParameters parameters() {
        return parameters(new CodecChoice(CodecName.PCMU, 0, 20));
    }

    private static MediaParameters parameters(CodecChoice codec) {
        return new MediaParameters(
                PEER,
                PEER,
                codec,
                Optional.of(new TelephoneEventChoice(101, 101, 8_000, OptionalInt.of(97))),
                Direction.SEND_RECV,
                Optional.empty(),
                Optional.empty(),
                "cname");
    }
}
