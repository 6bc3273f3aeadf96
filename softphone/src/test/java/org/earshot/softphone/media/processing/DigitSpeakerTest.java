package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// By ITU-T Q.23 and Q.24.
class DigitSpeakerTest {
    private static final String KEYS = "123A456B789C*0#D";
    private static final int FRAME = 480;
    private static final int MS = 48;

    private final DigitSpeaker speaker = new DigitSpeaker();
    private final Random random = new Random(23);

    /// What goes out while somebody talks loudly.
    private short[] spoken(int frames, ObjIntConsumer<DigitSpeaker> before) {
        short[] all = new short[frames * FRAME];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) random.nextInt(-6_000, 6_000);
        }
        for (int frame = 0; frame < frames; frame++) {
            before.accept(speaker, frame);
            speaker.speak(all, frame * FRAME);
        }
        return all;
    }

    private short[] spoken(String keys) {
        speaker.press(keys);
        return spoken(20 * keys.length() + 20, (_, _) -> {});
    }

    private static String heard(short[] pcm) {
        DigitDetector detector = new DigitDetector();
        StringBuilder digits = new StringBuilder();
        for (int at = 0; at + FRAME <= pcm.length; at += FRAME) {
            detector.listen(Arrays.copyOfRange(pcm, at, at + FRAME)).ifPresent(digits::append);
        }
        return digits.toString();
    }

    @Test
    void eachKeyIsHeardOnceThoughSomebodyTalks() {
        assertThat(heard(spoken(KEYS))).isEqualTo(KEYS);
        assertThat(heard(spoken("5500"))).isEqualTo("5500");
    }

    @ParameterizedTest(name = "{0}: {1} and {2} Hz")
    @CsvSource({"1, 697, 1209", "5, 770, 1336", "9, 852, 1477", "0, 941, 1336", "D, 941, 1633"})
    void aKeyIsItsTwoTonesAtTheirLevels(String key, double low, double high) {
        short[] pcm = spoken(key);
        assertThat(level(pcm, low)).isBetween(-9.2, -8.8);
        assertThat(level(pcm, high)).isBetween(-7.2, -6.8);
        for (double other : new double[] {697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633}) {
            if (other != low && other != high) {
                assertThat(level(pcm, other)).isLessThan(-40);
            }
        }
    }

    /// In dBm0, from the 10th to the 90th ms.
    private static double level(short[] pcm, double hertz) {
        double real = 0;
        double imaginary = 0;
        double window = 0;
        int length = 80 * MS;
        for (int i = 0; i < length; i++) {
            double weight = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
            double phase = 2 * Math.PI * hertz * i / 48_000;
            real += weight * pcm[10 * MS + i] * Math.cos(phase);
            imaginary += weight * pcm[10 * MS + i] * Math.sin(phase);
            window += weight;
        }
        double amplitude = 2 * Math.hypot(real, imaginary) / window;
        return 20 * Math.log10(amplitude / 32_768 / Math.sqrt(2)) + 6.2;
    }

    @Test
    void aHundredMillisecondsOfToneAndAHundredOfSilenceAndThenTheMicrophone() {
        speaker.press("8");
        assertThat(speaker.isIdle()).isFalse();
        short[] pcm = new short[21 * FRAME];
        Arrays.fill(pcm, (short) 999);
        for (int frame = 0; frame < 20; frame++) {
            assertThat(speaker.speak(pcm, frame * FRAME)).isTrue();
        }
        assertThat(speaker.isIdle()).isTrue();
        assertThat(speaker.speak(pcm, 20 * FRAME)).isFalse();
        for (int at = 2 * MS; at < 98 * MS; at += MS) {
            assertThat(loudest(pcm, at, at + MS)).isGreaterThan(2_000);
        }
        assertThat(loudest(pcm, 0, MS / 4)).isLessThan(2_500); // no click
        assertThat(loudest(pcm, 100 * MS - MS / 4, 100 * MS)).isLessThan(2_500);
        assertThat(loudest(pcm, 100 * MS, 200 * MS)).isZero();
        assertThat(Arrays.copyOfRange(pcm, 200 * MS, pcm.length)).containsOnly(999);
    }

    private static int loudest(short[] pcm, int from, int to) {
        int loudest = 0;
        for (int i = from; i < to; i++) {
            loudest = Math.max(loudest, Math.abs(pcm[i]));
        }
        return loudest;
    }

    @ParameterizedTest(name = "after {0} frames: {1}")
    @CsvSource({"1, 12", "2, 12", "5, 12", "8, 12", "12, 12"})
    void whatIsInterruptedIsHeardOnce(int frames, String heard) {
        speaker.press("12");
        short[] first = spoken(frames, (_, _) -> {});
        speaker.interrupt();
        speaker.interrupt();
        short[] rest = spoken(60, (_, _) -> {});
        short[] all = Arrays.copyOf(first, first.length + rest.length + 50 * FRAME);
        System.arraycopy(rest, 0, all, first.length + 50 * FRAME, rest.length);
        assertThat(heard(all)).isEqualTo(heard);
    }

    @Test
    void whatWaitsCanBeTakenAway() {
        speaker.press("123");
        spoken(3, (_, _) -> {});
        assertThat(speaker.takeWaiting()).isEqualTo("23");
        spoken(17, (_, _) -> {});
        assertThat(speaker.isIdle()).isTrue();
    }

    @Test
    void noneIsTakenWhenOneIsNoKey() {
        assertThatThrownBy(() -> speaker.press("1x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(speaker.isIdle()).isTrue();
    }

    @Test
    void speakingMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] frame = new short[FRAME];
        speaker.press("0123456789*#ABCD".repeat(4));
        speaker.speak(frame, 0);
        long before = threads.getCurrentThreadAllocatedBytes();
        int spoken = 0;
        for (int i = 0; i < 1_000; i++) {
            spoken += speaker.speak(frame, 0) ? 1 : 0;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
        assertThat(spoken).isEqualTo(1_000);
    }

    /// A codec, and how it is set.
    record Way(Codec codec, int millis, int bitsPerSecond) {
        @Override
        public String toString() {
            return "%s of %s, %d ms, %d b/s"
                    .formatted(
                            codec.name(), codec.getClass().getSimpleName(), millis, bitsPerSecond);
        }
    }

    static Stream<Way> ways() {
        return Stream.of(Codecs.pureJava(), Codecs.detect())
                .flatMap(codecs -> codecs.all().stream())
                .flatMap(codec ->
                        codec.name().equals("opus")
                                ? Stream.of(10, 20, 40, 60)
                                        .flatMap(millis ->
                                                Stream.of(12_000, 16_000, 34_000, 64_000)
                                                        .map(rate -> new Way(codec, millis, rate)))
                                : Stream.of(new Way(codec, 10, 0), new Way(codec, 20, 0)));
    }

    /// Also through Opus, which is made for speech, at all the rates that we send.
    @ParameterizedTest
    @MethodSource("ways")
    void keysOutliveACodec(Way way) {
        String keys = KEYS + "5500##";
        short[] pcm = spoken(keys);
        int samples = way.millis() * MS;
        short[] out = new short[pcm.length + Codec.MAX_SAMPLES];
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = way.codec().newEncoder();
                Decoder decoder = way.codec().newDecoder()) {
            if (way.bitsPerSecond() > 0) {
                encoder.bitrate(way.bitsPerSecond());
            }
            for (int at = 0; at + samples <= pcm.length; at += samples) {
                int length = encoder.encode(pcm, at, samples, payload, 0);
                decoder.decode(payload, 0, length, out, at);
            }
        }
        assertThat(heard(out)).isEqualTo(keys);
    }
}
