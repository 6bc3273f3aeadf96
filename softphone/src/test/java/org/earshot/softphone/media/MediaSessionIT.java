package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.OpusMode;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.earshot.softphone.media.rtp.RtcpPacket.Goodbye;
import org.earshot.softphone.media.rtp.RtcpParser;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.earshot.softphone.media.srtp.SrtpContext;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Two sessions over loopback with a relay between them. The test's own thread is capture and playout thread of both.
class MediaSessionIT {

    private static final PortRange PORTS = new PortRange(20_000, 29_999);
    private static final CodecChoice PCMU = new CodecChoice(CodecName.PCMU, 0, 20);
    private static final CodecChoice G722 = new CodecChoice(CodecName.G722, 9, 20);
    private static final CodecChoice OPUS = new CodecChoice(CodecName.OPUS, 96, 20);
    private static final TelephoneEventChoice EVENTS = new TelephoneEventChoice(101, 8_000);
    private static final int FRAMES_PER_PACKET = 2;
    private static final SrtpKeys SAME_KEYS = keys();

    private final Codecs codecs = Codecs.pureJava();
    private final Phone alice = new Phone();
    private final Phone bob = new Phone();
    private final Relay relay = new Relay(alice.port.rtpAddress(), bob.port.rtpAddress());

    @AfterEach
    void close() throws Exception {
        alice.session.close();
        bob.session.close();
        relay.close();
    }

    @ParameterizedTest
    @EnumSource
    void withKeysThereIsOnlySrtpOnTheWire(SrtpSuite suite) {
        SrtpKeys toBob = SrtpKeys.generate(suite, new SecureRandom());
        SrtpKeys toAlice = SrtpKeys.generate(suite, new SecureRandom());
        start(PCMU, Optional.of(toBob), Optional.of(toAlice));
        talk(20);
        await(() -> bob.received() == 20 && alice.received() == 20);
        SrtpContext eavesdropperWithTheKey = new SrtpContext(toBob);
        List<byte[]> rtp =
                relay.heard().stream().filter(p -> !RtpHeader.isRtcp(ByteBuffer.wrap(p))).toList();
        assertThat(rtp).hasSize(40);
        assertThat(rtp).allSatisfy(p -> assertThat(p).hasSize(172 + suite.rtpTagBytes()));
        assertThat(rtp)
                .filteredOn(p ->
                        eavesdropperWithTheKey
                                .unprotect(p.clone(), p.length)
                                .equals(new Accepted(172)))
                .hasSize(20);
        assertThat(relay.holding(alice.firstPayload())).isEmpty();
        assertThat(bob.session.statistics().refused()).isEmpty();
        assertThat(bob.session.statistics().packetsLost()).isZero();
        assertThat(alice.session.statistics().packetsSent()).isEqualTo(20);
    }

    @Test
    void withoutKeysAudioIsPlainRtp() {
        start(PCMU, Optional.empty(), Optional.empty());
        alice.session.setMuted(true);
        talk(5);
        await(() -> bob.received() == 5);
        byte[] silence = new byte[160];
        Arrays.fill(silence, (byte) 0xFF); // µ-law's zero
        assertThat(relay.holding(silence)).isPresent();
    }

    /// RFC 3551 §4.5.2: 160 octets and 160 ticks for 320 samples.
    @Test
    void ofG722TheClockCountsEveryOtherSample() {
        start(G722, Optional.empty(), Optional.empty());
        talk(5);
        await(() -> bob.received() == 5 && alice.received() == 5);
        List<RtpHeader> sent = ofWhoWasFirst();
        assertThat(sent).hasSize(5).allMatch(h -> h.payloadType() == 9 && h.payloadLength() == 160);
        assertThat(sent.getLast().timestamp() - sent.getFirst().timestamp()).isEqualTo(4 * 160);
    }

    /// The packets of the first source that the relay heard.
    private List<RtpHeader> ofWhoWasFirst() {
        List<RtpHeader> all =
                relay.heard().stream()
                        .filter(p -> !RtpHeader.isRtcp(ByteBuffer.wrap(p)))
                        .map(p -> RtpHeader.parse(ByteBuffer.wrap(p)).orElseThrow())
                        .toList();
        return all.stream().filter(h -> h.ssrc() == all.getFirst().ssrc()).toList();
    }

    /// RFC 3389: what alice does not say is noise for bob, and no loss.
    @Test
    void whereItIsAgreedSilenceIsComfortNoise() {
        start(PCMU.withComfortNoise(), Optional.empty(), Optional.empty());
        alice.session.setMuted(true);
        alice.tick(FRAMES_PER_PACKET);
        await(() -> bob.received() == 1);
        bob.tick(20);
        alice.tick(20);
        alice.session.setMuted(false);
        alice.tick(FRAMES_PER_PACKET);
        await(() -> bob.received() == 2);

        List<RtpHeader> sent = ofWhoWasFirst();
        assertThat(sent).extracting(RtpHeader::payloadType).containsExactly(13, 0);
        assertThat(sent).extracting(RtpHeader::payloadLength).containsExactly(1, 160);
        assertThat(sent.getLast().marker()).isTrue();
        assertThat(sent.getLast().timestamp() - sent.getFirst().timestamp()).isEqualTo(11 * 160);
        assertThat(bob.session.statistics().packetsLost()).isZero();
        assertThat(bob.session.statistics().concealedMs()).isZero();
        assertThat(bob.session.statistics().latePackets()).isZero();
    }

    @Test
    void whatComesPlainIsRefusedWhereKeysAreSet() throws Exception {
        startEncrypted();
        byte[] plain = new byte[172];
        RtpHeader.write(ByteBuffer.wrap(plain), true, 0, 5, 160, 77);
        relay.inject(plain);
        relay.inject(new byte[] {1, 2, 3});
        await(() -> bob.session.statistics().refused().size() == 2);
        assertThat(bob.session.statistics().refused())
                .containsEntry(Reason.NOT_AUTHENTIC, 1L)
                .containsEntry(Reason.MALFORMED, 1L);
        assertThat(bob.received()).isZero();
        assertThat(bob.session.statistics().mos()).isEqualTo(1);
    }

    @Test
    void otherKeysAreRefusedAndNothingIsHeard() {
        SrtpKeys keys = keys();
        alice.session.start(alice.parameters(relay.forLeft(), PCMU, keys, keys()));
        bob.session.start(bob.parameters(relay.forRight(), PCMU, keys(), keys()));
        talk(10);
        await(() ->
                bob.session.statistics().refused().getOrDefault(Reason.NOT_AUTHENTIC, 0L) == 10);
        assertThat(bob.received()).isZero();
    }

    @Test
    void newKeysByUpdateLoseNoPacket() {
        SrtpKeys toAlice = keys();
        SrtpKeys oldKeys = keys();
        SrtpKeys newKeys = keys();
        alice.session.start(alice.parameters(relay.forLeft(), OPUS, oldKeys, toAlice));
        bob.session.start(bob.parameters(relay.forRight(), OPUS, toAlice, oldKeys));
        talk(10);
        bob.session.update(bob.parameters(relay.forRight(), OPUS, toAlice, newKeys));
        talk(10); // still under the old keys
        await(() -> bob.received() == 20);
        alice.session.update(alice.parameters(relay.forLeft(), OPUS, newKeys, toAlice));
        talk(10);
        await(() -> bob.received() == 30 && alice.received() == 30);
        assertThat(bob.session.statistics().refused()).isEmpty();
        assertThat(bob.session.statistics().packetsLost()).isZero();
    }

    @Test
    void digitsArriveOnceEachInPlaceOfAudio() {
        startEncrypted();
        alice.session.sendDigits("12*D");
        talk(4 * 12);
        await(() -> bob.digits().equals("12*D"));
        assertThatThrownBy(() -> alice.session.sendDigits("x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutEventsDigitsAreHeardAsTones() {
        alice.events = Optional.empty();
        bob.events = Optional.empty();
        start(PCMU, Optional.empty(), Optional.empty());
        aliceSaysFive(0);
        assertThat(bob.digits()).isEqualTo("5");
    }

    /// Whatever is said meanwhile; nobody has to wait between two keys.
    @ParameterizedTest
    @MethodSource("choices")
    void whoTakesNoEventsHearsDigitsAsTones(CodecChoice codec) {
        withoutEvents(codec);
        alice.session.sendDigits("9");
        alice.session.sendDigits("*0#A");
        talkInStep(120);
        assertThat(bob.digits()).isEqualTo("9*0#A");
        assertThat(alice.digits()).isEmpty();
    }

    static List<CodecChoice> choices() {
        return List.of(
                PCMU,
                PCMU.withComfortNoise(),
                new CodecChoice(CodecName.PCMA, 8, 30),
                G722,
                OPUS,
                new CodecChoice(CodecName.OPUS, 96, 60)
                        .with(new OpusMode(true, false, true, false, 16_000, 8_000)));
    }

    @ParameterizedTest
    @MethodSource("quietChoices")
    void whoIsMutedPressesKeysAllTheSame(CodecChoice codec) {
        withoutEvents(codec);
        alice.session.setMuted(true);
        talkInStep(20);
        alice.session.sendDigits("42");
        talkInStep(60);
        assertThat(bob.digits()).isEqualTo("42");
    }

    /// With which nothing is sent while nobody speaks.
    static List<CodecChoice> quietChoices() {
        OpusMode discontinuous = new OpusMode(true, false, true, false, 48_000, 48_000);
        return List.of(PCMU.withComfortNoise(), G722.withComfortNoise(), OPUS.with(discontinuous));
    }

    @Test
    void tonesWaitForTheEndOfTheHold() {
        withoutEvents(PCMU);
        alice.session.update(alice.current.withDirection(Direction.INACTIVE));
        alice.session.sendDigits("78");
        alice.tick(100);
        alice.session.update(alice.current.withDirection(Direction.SEND_RECV));
        talkInStep(60);
        assertThat(bob.digits()).isEqualTo("78");
    }

    @Test
    void keysThatWaitGoAsEventsOnceThesAreAgreedUpon() {
        withoutEvents(PCMU);
        alice.session.sendDigits("123");
        alice.tick(12);
        alice.events = Optional.of(EVENTS);
        bob.events = Optional.of(EVENTS);
        alice.session.update(
                alice.parameters(relay.forLeft(), PCMU, Optional.empty(), Optional.empty()));
        bob.session.update(
                bob.parameters(relay.forRight(), PCMU, Optional.empty(), Optional.empty()));
        talk(30);
        await(() -> bob.digits().endsWith("23"));
    }

    private void withoutEvents(CodecChoice codec) {
        alice.events = Optional.empty();
        bob.events = Optional.empty();
        start(codec, Optional.empty(), Optional.empty());
    }

    /// So many frames, each heard as soon as it has come.
    private void talkInStep(int frames) {
        for (int frame = 0; frame < frames; frame++) {
            alice.tick(1);
            long sent = alice.session.statistics().packetsSent();
            await(() -> bob.received() == sent);
            bob.tick(1);
        }
    }

    /// Whoever is called and only rings, or whose machine answers, does not hear the room yet.
    @Test
    void whatIsSaidBeforeTheAnswerIsNotHeard() {
        alice.events = Optional.empty();
        bob.events = Optional.empty();
        alice.session.startEarly(
                alice.parameters(relay.forLeft(), PCMU, Optional.empty(), Optional.empty()));
        bob.session.start(
                bob.parameters(relay.forRight(), PCMU, Optional.empty(), Optional.empty()));
        aliceSaysFive(0);
        assertThat(bob.digits()).isEmpty();
        alice.session.answered();
        aliceSaysFive(30);
        assertThat(bob.digits()).isEqualTo("5");
    }

    /// In 30 packets.
    ///
    /// @param before packets that she has sent before
    private void aliceSaysFive(long before) {
        for (int frame = 0; frame < 60; frame++) {
            alice.say(frame < 40 ? five(frame) : new short[AudioFrame.SAMPLES]);
            long sent = before + (frame + 1L) / FRAMES_PER_PACKET;
            await(() -> bob.received() == sent);
            bob.tick(1);
        }
    }

    /// 10 ms of the tones of that key, -10 dBm0 each.
    private static short[] five(int frame) {
        short[] samples = new short[AudioFrame.SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            double second = (frame * samples.length + i) / 48_000.0;
            samples[i] =
                    (short)
                            (7_000
                                    * (Math.sin(2 * Math.PI * 770 * second)
                                            + Math.sin(2 * Math.PI * 1_336 * second)));
        }
        return samples;
    }

    @Test
    void onHoldNoAudioGoesOutAndDigitsWait() {
        startEncrypted();
        talk(5);
        await(() -> bob.received() == 5);
        alice.session.update(alice.current.withDirection(Direction.INACTIVE));
        alice.session.sendDigits("7");
        talk(10);
        assertThat(alice.session.statistics().packetsSent()).isEqualTo(5);
        alice.session.update(alice.current.withDirection(Direction.SEND_RECV));
        talk(12);
        await(() -> bob.digits().equals("7"));
        assertThat(bob.session.statistics().packetsLost()).isZero();
    }

    @Test
    void whoOnlyListensOpensTheWayWithOnePacket() {
        alice.session.start(
                alice.parameters(relay.forLeft(), PCMU, Optional.empty(), Optional.empty())
                        .withDirection(Direction.RECV_ONLY));
        alice.tick(20);
        assertThat(alice.session.statistics().packetsSent()).isEqualTo(1);
    }

    @Test
    void packetsGoWhereThePeersComeFromWhateverSdpSaid() {
        SrtpKeys toBob = keys();
        SrtpKeys toAlice = keys();
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        alice.session.start(alice.parameters(nowhere, PCMU, toBob, toAlice));
        bob.session.start(bob.parameters(relay.forRight(), PCMU, toAlice, toBob));
        bob.tick(FRAMES_PER_PACKET);
        await(() -> alice.received() == 1);
        alice.tick(10 * FRAMES_PER_PACKET);
        await(() -> bob.received() == 10);
    }

    @Test
    void atAnotherAddressTheCallGoesOn() throws Exception {
        alice.session.start(alice.parametersWithoutMux(bob.port));
        bob.session.start(bob.parametersWithoutMux(alice.port));
        talk(5);
        await(() -> bob.received() == 5 && alice.received() == 5);
        InetSocketAddress before = alice.port.rtpAddress();
        MediaPort other =
                MediaPort.open(InetAddress.ofLiteral("127.0.0.2"), PORTS, new SecureRandom());
        alice.session.moveTo(other);
        await(() -> isFree(before));
        alice.tick(5 * FRAMES_PER_PACKET);
        await(() -> bob.received() == 10);
        bob.tick(5 * FRAMES_PER_PACKET);
        await(() -> alice.received() == 10);
        assertThat(bob.session.statistics().packetsLost()).isZero();
        assertThat(bob.session.statistics().refused()).isEmpty();
        alice.session.close();
        await(() -> isFree(other.rtpAddress()));
    }

    @Test
    void aSessionMayMoveBeforeItStartsAndAfterItsEnd() throws Exception {
        MediaPort other =
                MediaPort.open(InetAddress.ofLiteral("127.0.0.2"), PORTS, new SecureRandom());
        alice.session.moveTo(other);
        assertThat(isFree(alice.port.rtpAddress())).isTrue();
        alice.session.close();
        assertThat(isFree(other.rtpAddress())).isTrue();
        MediaPort third =
                MediaPort.open(InetAddress.ofLiteral("127.0.0.2"), PORTS, new SecureRandom());
        alice.session.moveTo(third);
        assertThat(isFree(third.rtpAddress())).isTrue();
    }

    @Test
    void reportsMayHavePortsOfTheirOwn() {
        alice.session.start(alice.parametersWithoutMux(bob.port));
        bob.session.start(bob.parametersWithoutMux(alice.port));
        await(() -> {
            talk(1);
            LockSupport.parkNanos(20_000_000);
            return alice.session.statistics().remoteLossPercent().isPresent()
                    && bob.session.statistics().remoteLossPercent().isPresent();
        });
        assertThat(relay.heard()).isEmpty();
        assertThat(alice.session.statistics().refused()).isEmpty();
    }

    @Test
    void reportsTellRoundTripAndClosingSaysGoodbye() {
        start(PCMU, Optional.empty(), Optional.empty());
        await(() -> {
            talk(1);
            LockSupport.parkNanos(20_000_000);
            return alice.session.statistics().rttMs().isPresent()
                    && bob.session.statistics().rttMs().isPresent();
        });
        assertThat(alice.session.statistics().rttMs().orElseThrow()).isBetween(0.0, 200.0);
        assertThat(alice.session.statistics().remoteLossPercent().orElseThrow()).isZero();
        assertThat(alice.session.statistics().mos()).isGreaterThan(4);
        assertThat(alice.session.statistics().sinceLastPacketMs()).isPresent();
        alice.session.close();
        alice.session.close();
        await(() ->
                relay.heard().stream()
                        .map(p -> RtcpParser.parse(ByteBuffer.wrap(p)))
                        .flatMap(Optional::stream)
                        .anyMatch(packets -> packets.getLast() instanceof Goodbye));
        assertThat(alice.session.statistics().packetsSent()).isPositive();
        await(() -> isFree(alice.port.rtpAddress()));
        assertThatThrownBy(() -> alice.session.setMuted(true))
                .isInstanceOf(IllegalStateException.class);
    }

    /// What came too late did so in the whole call, and is a share of all that was sent in it (RFC 3611 §4.7.1).
    @Test
    void whatIsReportedAsDiscardedIsOfTheWholeCallAlsoWhenThePeerBeganAnew() throws Exception {
        bob.session.start(
                bob.parameters(relay.forRight(), PCMU, Optional.empty(), Optional.empty())
                        .withWishes(new PeerWishes(true, 0)));
        int source = 77;
        long start = System.nanoTime();
        for (int i = 0; i < 60; i++) {
            if (i % 15 != 7) {
                relay.inject(ofPcmu(source, i));
            }
            if (i % 15 == 14) {
                relay.inject(ofPcmu(source, i - 7)); // 140 ms behind its time
            }
            for (int half = 1; half <= 2; half++) {
                long due = start + (2 * i + half) * AudioFrame.NANOS;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                bob.audio.playout(new short[AudioFrame.SAMPLES], System.nanoTime());
            }
        }
        await(() -> bob.received() == 60);
        relay.inject(ofPcmu(source + 1, 5_000));
        relay.inject(ofPcmu(source + 1, 5_001));
        await(() -> bob.received() == 62);
        bob.tick(1);
        long late = bob.session.statistics().latePackets();
        assertThat(late).isPositive();

        bob.session.close();

        await(() -> !told().isEmpty());
        VoipMetrics metrics = told().getLast();
        assertThat(metrics.ssrc()).isEqualTo(source + 1);
        assertThat(metrics.losses().discardRate()).isEqualTo(VoipMetrics.share(late / 62.0));
    }

    private static byte[] ofPcmu(int source, int sequence) {
        byte[] packet = new byte[172];
        RtpHeader.write(ByteBuffer.wrap(packet), false, 0, sequence, 160 * sequence, source);
        return packet;
    }

    /// How somebody heard the other, as the relay saw it.
    private List<VoipMetrics> told() {
        return relay.heard().stream()
                .filter(packet -> RtpHeader.isRtcp(ByteBuffer.wrap(packet)))
                .map(packet -> RtcpParser.parse(ByteBuffer.wrap(packet)))
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .filter(ExtendedReport.class::isInstance)
                .flatMap(report -> ((ExtendedReport) report).metrics().stream())
                .toList();
    }

    @Test
    void speechSurvivesFivePercentLossAnd30MsOfJitter() {
        startEncrypted(OPUS);
        relay.disturb(5, 30);
        short[] speech = Speech.alice(4_000);
        short[] heard = new short[speech.length + 48_000];
        long start = System.nanoTime();
        for (int i = 0; i < heard.length / AudioFrame.SAMPLES; i++) {
            long due = start + i * AudioFrame.NANOS;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            short[] out = new short[AudioFrame.SAMPLES];
            int at = i * AudioFrame.SAMPLES;
            if (at + AudioFrame.SAMPLES <= speech.length) {
                System.arraycopy(speech, at, out, 0, AudioFrame.SAMPLES);
            }
            alice.audio.captured(out, System.nanoTime());
            short[] in = new short[AudioFrame.SAMPLES];
            bob.audio.playout(in, System.nanoTime());
            System.arraycopy(in, 0, heard, at, AudioFrame.SAMPLES);
        }
        MediaStatistics statistics = bob.session.statistics();
        assertThat(Speech.correlation(speech, heard, 250)).isGreaterThanOrEqualTo(0.8);
        assertThat(statistics.lossPercent()).isBetween(1.0, 11.0);
        assertThat(statistics.jitterMs()).isBetween(3.0, 60.0);
        assertThat(statistics.playoutDelayMs()).isPositive();
        assertThat(statistics.mos()).isBetween(2.0, 4.45);
        assertThat(alice.tap.captured).hasSizeGreaterThan(200);
        assertThat(bob.tap.played).hasSizeGreaterThan(150);
        assertThat(alice.tap.captured).containsKeys(bob.tap.played.keySet().toArray(Long[]::new));
    }

    private static boolean isFree(InetSocketAddress address) {
        try (DatagramSocket socket = new DatagramSocket(address)) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private static SrtpKeys keys() {
        return SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, new SecureRandom());
    }

    private void startEncrypted() {
        startEncrypted(PCMU);
    }

    private void startEncrypted(CodecChoice codec) {
        start(codec, Optional.of(keys()), Optional.of(keys()));
    }

    private void start(CodecChoice codec, Optional<SrtpKeys> toBob, Optional<SrtpKeys> toAlice) {
        alice.session.start(alice.parameters(relay.forLeft(), codec, toBob, toAlice));
        bob.session.start(bob.parameters(relay.forRight(), codec, toAlice, toBob));
    }

    /// Both send so many packets.
    private void talk(int packets) {
        for (int i = 0; i < packets; i++) {
            alice.tick(FRAMES_PER_PACKET);
            bob.tick(FRAMES_PER_PACKET);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// What was captured and played, by timestamps.
    private static final class Notes implements MediaTap {
        private final Map<Long, Long> captured = new ConcurrentHashMap<>();
        private final Map<Long, Long> played = new ConcurrentHashMap<>();

        @Override
        public void captured(long rtpTimestamp, long nanoTime) {
            captured.put(rtpTimestamp, nanoTime);
        }

        @Override
        public void played(long rtpTimestamp, long nanoTime) {
            played.put(rtpTimestamp, nanoTime);
        }
    }

    /// A session with its port; the audio engine is whoever calls `tick`.
    private final class Phone implements MediaSession.Audio {
        private final MediaPort port = open();
        private final Queue<Character> digits = new ConcurrentLinkedQueue<>();
        private final Notes tap = new Notes();
        private final MediaSession session = new MediaSession(port, this, codecs, digits::add, tap);
        private final Random noise = new Random(1);
        private Optional<TelephoneEventChoice> events = Optional.of(EVENTS);
        private MediaParameters current;
        private AudioSession audio;

        private static MediaPort open() {
            try {
                return MediaPort.open(InetAddress.getLoopbackAddress(), PORTS, new SecureRandom());
            } catch (IOException e) {
                throw new AssertionError("no port", e);
            }
        }

        MediaParameters parameters(
                InetSocketAddress remote, CodecChoice codec, SrtpKeys ours, SrtpKeys theirs) {
            return parameters(remote, codec, Optional.of(ours), Optional.of(theirs));
        }

        MediaParameters parameters(
                InetSocketAddress remote,
                CodecChoice codec,
                Optional<SrtpKeys> ours,
                Optional<SrtpKeys> theirs) {
            current =
                    new MediaParameters(
                            remote,
                            remote,
                            codec,
                            events,
                            Direction.SEND_RECV,
                            ours,
                            theirs,
                            "cname");
            return current;
        }

        MediaParameters parametersWithoutMux(MediaPort other) {
            return new MediaParameters(
                    other.rtpAddress(),
                    other.rtcpAddress(),
                    OPUS,
                    Optional.empty(),
                    Direction.SEND_RECV,
                    Optional.of(SAME_KEYS),
                    Optional.of(SAME_KEYS),
                    "cname");
        }

        void tick(int frames) {
            for (int i = 0; i < frames; i++) {
                short[] samples = new short[AudioFrame.SAMPLES];
                for (int s = 0; s < samples.length; s++) {
                    samples[s] = (short) noise.nextInt(-8_000, 8_000);
                }
                audio.captured(samples, System.nanoTime());
                audio.playout(samples, System.nanoTime());
            }
        }

        void say(short[] frame) {
            audio.captured(frame, System.nanoTime());
        }

        /// What the first packet would hold were it plain.
        byte[] firstPayload() {
            Random same = new Random(1);
            byte[] payload = new byte[160];
            try (var encoder = codecs.pcmu().newEncoder()) {
                short[] samples = new short[AudioFrame.SAMPLES];
                for (int i = 0; i < FRAMES_PER_PACKET; i++) {
                    for (int s = 0; s < samples.length; s++) {
                        samples[s] = (short) same.nextInt(-8_000, 8_000);
                    }
                    encoder.encode(samples, 0, samples.length, payload, 80 * i);
                }
            }
            return payload;
        }

        long received() {
            return session.statistics().packetsReceived();
        }

        String digits() {
            return digits.stream().map(String::valueOf).collect(Collectors.joining());
        }

        @Override
        public void join(AudioSession joining) {
            audio = joining;
        }

        @Override
        public CompletableFuture<Void> leave(AudioSession leaving) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
