package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.earshot.softphone.media.Speech;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.noise.Levels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sender that is silent between words and says so (RFC 3389): a clock that we turn, 10 ms a poll.
class PauseTest {
    private static final long FRAME_NANOS = 10_000_000;
    private static final int NOISE = 13;
    private static final int VOICE = 0;
    private static final short[] SPEECH = Speech.alice(2_000);

    private final Codecs codecs = Codecs.pureJava();
    private final JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
    private final short[] frame = new short[480];
    private final short[] heard = new short[48_000 * 40];
    private Codec codec = codecs.pcmu();
    private Encoder encoder = codec.newEncoder();
    private Decoder decoder = codec.newDecoder();
    private Decoder noise = codec.newNoiseDecoder().orElseThrow();
    private int polls;
    private int sequence = 65_500;
    private int timestamp = -4_000;

    private void use(Codec other) {
        close();
        codec = other;
        encoder = codec.newEncoder();
        decoder = codec.newDecoder();
        noise = codec.newNoiseDecoder().orElseThrow();
    }

    private void begin() {
        buffer.decoder(VOICE, decoder);
        buffer.decoder(NOISE, noise);
    }

    @AfterEach
    void close() {
        encoder.close();
        decoder.close();
        noise.close();
    }

    private void insert(int type, byte[] payload, int length) {
        buffer.insert(type, sequence, timestamp, 7, payload, 0, length, polls * FRAME_NANOS);
    }

    private void poll(int frames) {
        for (int i = 0; i < frames; i++) {
            buffer.poll(polls * FRAME_NANOS + 1, frame);
            System.arraycopy(frame, 0, heard, polls++ * 480, 480);
        }
    }

    /// Her first so many milliseconds.
    private void talk(int millis) {
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        for (int at = 0; at < millis * 48; at += 960) {
            insert(VOICE, payload, encoder.encode(SPEECH, at, 960, payload, 0));
            sequence = (sequence + 1) & 0xFFFF;
            timestamp += 160;
            poll(2);
        }
    }

    private void say(int level) {
        insert(NOISE, new byte[] {(byte) level}, 1);
        sequence = (sequence + 1) & 0xFFFF;
    }

    private void beSilent(int millis) {
        timestamp += 8 * millis;
        poll(millis / 10);
    }

    private double level(int fromMillis, int toMillis) {
        return Levels.dBov(heard, fromMillis * 48, (toMillis - fromMillis) * 48);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU", "PCMA", "G722"})
    void aPauseIsNoiseAndNoLoss(String name) {
        use(codecs.named(name).orElseThrow());
        begin();
        talk(1_000);
        say(50);
        beSilent(5_000);
        talk(2_000);

        JitterStatistics statistics = buffer.statistics();
        assertThat(statistics.concealedMs()).isZero();
        assertThat(statistics.lost() + statistics.late() + statistics.discarded()).isZero();
        assertThat(statistics.resets()).isZero();
        assertThat(statistics.noiseMs()).isBetween(4_950L, 5_050L);
        assertThat(level(1_200, 5_900)).isCloseTo(-50, within(1.0));
        short[] after = Arrays.copyOfRange(heard, 6_000 * 48, 8_000 * 48);
        assertThat(Speech.correlation(SPEECH, after, 100)).isGreaterThan(0.88);
        assertThat(statistics.delayMs()).isLessThanOrEqualTo(45);
    }

    @Test
    void theNoiseFollowsWhatIsSaidOfIt() {
        begin();
        talk(500);
        say(40);
        beSilent(1_000);
        say(60);
        beSilent(1_000);
        say(127);
        beSilent(1_000);

        assertThat(level(700, 1_450)).isCloseTo(-40, within(1.0));
        assertThat(level(1_600, 2_450)).isCloseTo(-60, within(1.0));
        assertThat(level(2_600, 3_450)).isLessThan(-90);
        assertThat(buffer.statistics().concealedMs()).isZero();
    }

    @Test
    void aCallMayBeginInSilence() {
        begin();
        say(50);
        beSilent(1_000);
        talk(1_000);

        assertThat(level(100, 950)).isCloseTo(-50, within(1.0));
        assertThat(buffer.statistics().concealedMs()).isZero();
        assertThat(buffer.statistics().late()).isZero();
    }

    @Test
    void wordsThatAreLostAfterAPauseAreCounted() {
        begin();
        talk(500);
        say(50);
        beSilent(1_000);
        sequence = (sequence + 3) & 0xFFFF;
        timestamp += 3 * 160;
        poll(6);
        talk(500);

        assertThat(buffer.statistics().lost()).isEqualTo(3);
        assertThat(buffer.statistics().concealedMs()).isZero();
    }

    /// Meanwhile the two clocks have gone apart: 120 ms, as 200 ppm come to in ten minutes. What is said then is not late by that, nor too
    /// soon.
    @ParameterizedTest(name = "{0} ms")
    @ValueSource(ints = {-120, 120})
    void afterALongSilenceTheNextWordsHaveTheUsualDelay(int driftMillis) {
        begin();
        Random random = new Random(3_389);
        int before = talkWithJitter(500, random);
        say(50);
        poll(3_000);
        timestamp += 8 * (30_000 + driftMillis);
        long concealed = buffer.statistics().concealedMs();
        long late = buffer.statistics().late();

        int after = talkWithJitter(200, random);

        assertThat(buffer.statistics().concealedMs() - concealed).isLessThanOrEqualTo(10);
        assertThat(buffer.statistics().late()).isEqualTo(late);
        assertThat(after).as("greatest delay, ms").isLessThan(before + 20);
    }

    /// Up to 20 ms of it.
    ///
    /// @return the greatest delay of the buffer in the last second, ms
    private int talkWithJitter(int frames, Random random) {
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        long start = polls * FRAME_NANOS;
        long arrival = start;
        int delay = 0;
        int sent = 0;
        for (int tick = 0; tick < frames; tick++) {
            for (; arrival <= polls * FRAME_NANOS; sent++) {
                int length = encoder.encode(SPEECH, sent * 960 % SPEECH.length, 960, payload, 0);
                buffer.insert(VOICE, sequence, timestamp, 7, payload, 0, length, arrival);
                sequence = (sequence + 1) & 0xFFFF;
                timestamp += 160;
                long next = start + 2L * (sent + 1) * FRAME_NANOS;
                arrival = Math.max(arrival, next + random.nextLong(2 * FRAME_NANOS));
            }
            buffer.poll(polls++ * FRAME_NANOS + 1, frame);
            delay = tick < frames - 100 ? 0 : Math.max(delay, buffer.statistics().delayMs());
        }
        return delay;
    }

    /// A packet of before the pause that was overtaken does not end it.
    @Test
    void whatComesTooLateForTheWordsBeforeIsDropped() {
        begin();
        talk(500);
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += 160;
        poll(2);
        say(50);
        poll(20);
        sequence = (sequence - 2) & 0xFFFF;
        timestamp -= 160;
        insert(VOICE, new byte[160], 160);
        poll(20);

        assertThat(buffer.statistics().late()).isOne();
        assertThat(level(750, 900)).isCloseTo(-50, within(1.5));
    }

    /// In any order, at any time.
    @Test
    void noPacketIsTooOdd() {
        begin();
        Random random = new Random(3_389);
        for (int i = 0; i < 1_900; i++) {
            if (random.nextInt(3) > 0) {
                sequence = (sequence + random.nextInt(-2, 4)) & 0xFFFF;
                timestamp += 80 * random.nextInt(-4, 8);
                byte[] payload = new byte[random.nextInt(200)];
                random.nextBytes(payload);
                insert(random.nextInt(3) == 0 ? NOISE : VOICE, payload, payload.length);
            }
            poll(1);
        }

        assertThat(buffer.statistics().polls()).isEqualTo(1_900);
        assertThat(buffer.statistics().noiseMs()).isPositive();
    }

    @Test
    void aPacketOfNoiseThatIsLostIsALossLikeOthers() {
        begin();
        talk(500);
        beSilent(500);

        assertThat(buffer.statistics().concealedMs()).isGreaterThan(400);
    }
}
