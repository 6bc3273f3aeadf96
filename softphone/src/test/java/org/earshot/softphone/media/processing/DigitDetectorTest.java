package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.earshot.common.testdata.SharedTestData;
import org.earshot.softphone.media.Speech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// By the table of ITU-T Q.24.
class DigitDetectorTest {
    private static final String KEYS = "123A456B789C*0#D";
    private static final char[] EACH = KEYS.toCharArray();
    private static final double[] LOW = {697, 770, 852, 941};
    private static final double[] HIGH = {1_209, 1_336, 1_477, 1_633};
    private static final int MS = 48;

    private final Random random = new Random(24);
    private short[] line = new short[0];

    private static String heard(short[] pcm) {
        DigitDetector detector = new DigitDetector();
        StringBuilder digits = new StringBuilder();
        for (int at = 0; at + 480 <= pcm.length; at += 480) {
            detector.listen(Arrays.copyOfRange(pcm, at, at + 480)).ifPresent(digits::append);
        }
        return digits.toString();
    }

    private String heard() {
        pause(100);
        return heard(line);
    }

    private void pause(double millis) {
        line = Arrays.copyOf(line, line.length + (int) (millis * MS));
    }

    /// @param low and `high` the levels of the tones in dBm0
    /// @param lowOff and `highOff` by how many per cent their frequencies are off
    private void key(
            char key, double millis, double low, double high, double lowOff, double highOff) {
        int index = KEYS.indexOf(key);
        int start = line.length;
        pause(millis);
        add(start, LOW[index / 4] * (1 + lowOff / 100), low);
        add(start, HIGH[index % 4] * (1 + highOff / 100), high);
    }

    private void add(int start, double hertz, double level) {
        double amplitude = 32_768 * Math.sqrt(2) * Math.pow(10, (level - 6.2) / 20);
        double phase = random.nextDouble() * 6;
        for (int i = start; i < line.length; i++) {
            double sample = amplitude * Math.sin(phase + 2 * Math.PI * hertz * i / 48_000);
            line[i] = (short) Math.clamp(Math.round(line[i] + sample), -32_768, 32_767);
        }
    }

    private void key(char key, double millis) {
        key(key, millis, -10, -10, 0, 0);
    }

    /// Wherever the frames begin.
    @ParameterizedTest(name = "{0} ms later")
    @ValueSource(doubles = {0, 1, 2.5, 4, 5, 6.25, 8, 9.5})
    void eachKeyIsHeardOnceIn40Milliseconds(double later) {
        pause(later);
        for (char key : EACH) {
            key(key, 40);
            pause(40);
        }

        assertThat(heard()).isEqualTo(KEYS);
    }

    @ParameterizedTest(name = "{0} % and {1} %")
    @CsvSource({"1.5, 1.5", "-1.5, -1.5", "1.5, -1.5", "-1.5, 1.5", "1.5, 0", "0, -1.5"})
    void aPhoneMayBeABitOff(double low, double high) {
        for (char key : EACH) {
            pause(43);
            key(key, 40, -10, -10, low, high);
        }

        assertThat(heard()).isEqualTo(KEYS);
    }

    @ParameterizedTest(name = "{0} % and {1} %")
    @CsvSource({"3.5, 0", "-3.5, 0", "0, 3.5", "0, -3.5", "3.5, 3.5", "-3.5, 3.5", "6, 0", "0, -5"})
    void whatIsFartherOffIsNoKey(double low, double high) {
        for (char key : EACH) {
            pause(43);
            key(key, 100, -10, -10, low, high);
        }

        assertThat(heard()).isEmpty();
    }

    @ParameterizedTest(name = "{0} dBm0")
    @ValueSource(doubles = {0, -3, -10, -20, -25, -27})
    void loudAndSoftKeysAreHeard(double level) {
        for (char key : EACH) {
            pause(41);
            key(key, 40, level, level, 0, 0);
        }

        assertThat(heard()).isEqualTo(KEYS);
    }

    @ParameterizedTest(name = "{0} dBm0")
    @ValueSource(doubles = {-33, -40, -55})
    void whatIsTooSoftIsCrosstalk(double level) {
        for (char key : EACH) {
            pause(40);
            key(key, 100, level, level, 0, 0);
        }

        assertThat(heard()).isEmpty();
    }

    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {4, 2, -4, -8})
    void theHighToneMayBeStrongerOrWeaker(double twist) {
        for (char key : EACH) {
            pause(42);
            key(key, 40, -12, -12 + twist, 0, 0);
        }

        assertThat(heard()).isEqualTo(KEYS);
    }

    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {8, -12, -30})
    void butNotByMore(double twist) {
        for (char key : EACH) {
            pause(42);
            key(key, 100, -15, -15 + twist, 0, 0);
        }

        assertThat(heard()).isEmpty();
    }

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(doubles = {5, 10, 15, 20, 22})
    void whatIsTooShortIsNoKey(double millis) {
        for (int i = 0; i < 40; i++) {
            pause(50.5);
            key(KEYS.charAt(i % 16), millis);
        }

        assertThat(heard()).isEmpty();
    }

    @ParameterizedTest(name = "{0} ms: {1}")
    @CsvSource({"5, 5", "10, 5", "30, 55", "40, 55", "100, 55"})
    void aGapEndsAKeyAndAFlawDoesNot(double gap, String keys) {
        pause(30.5);
        key('5', 60);
        pause(gap);
        key('5', 60);

        assertThat(heard()).isEqualTo(keys);
    }

    @Test
    void anotherKeyFollowsAtOnce() {
        key('1', 60);
        key('2', 60);

        assertThat(heard()).isEqualTo("12");
    }

    @Test
    void aKeyThatIsHeldIsOne() {
        key('0', 2_000);

        assertThat(heard()).isEqualTo("0");
    }

    @Test
    void keysAreHeardThroughNoise() {
        for (char key : EACH) {
            pause(45);
            key(key, 60);
        }
        pause(50);
        noise(-22); // of 24 kHz; 12 dB or more below the tones, in the band of a telephone 20 dB

        assertThat(heard()).isEqualTo(KEYS);
    }

    private void noise(double level) {
        double amplitude = 32_768 * Math.pow(10, (level - 6.2) / 20);
        for (int i = 0; i < line.length; i++) {
            double sample = line[i] + random.nextGaussian() * amplitude;
            line[i] = (short) Math.clamp(Math.round(sample), -32_768, 32_767);
        }
    }

    @ParameterizedTest(name = "{0} dBm0")
    @ValueSource(doubles = {0, -10, -20})
    void noiseIsNoKey(double level) {
        pause(20_000);
        noise(level);

        assertThat(heard()).isEmpty();
    }

    @Test
    void oneToneIsNoKey() {
        for (double hertz : new double[] {425, 697, 941, 1_000, 1_209, 1_633, 2_100}) {
            int start = line.length;
            pause(200);
            add(start, hertz, -10);
        }

        assertThat(heard()).isEmpty();
    }

    @Test
    void ourOwnSpeechIsNoKey() {
        assertThat(heard(Speech.alice())).isEmpty();
        assertThat(heard(Speech.bob())).isEmpty();
    }

    @ParameterizedTest(name = "{0} at {1} Hz")
    @CsvSource({
        "audio/itu-stl/src/g722/test_data/inpsp.bin, 16000",
        "audio/itu-stl/src/g722/test_data/outsp3.bin, 16000",
        "audio/itu-stl/src/sv56/test_data/voice.src, 16000",
        "audio/itu-stl/src/sv56/test_data/voice.src, 8000"
    })
    void speechIsNoKey(String file, int rate) throws IOException {
        byte[] bytes = Files.readAllBytes(SharedTestData.path(file));
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        Resampler resampler = new Resampler(rate, 48_000, Resampler.FINE, samples.length);
        short[] speech = new short[resampler.maxOutput(samples.length)];
        resampler.process(samples, 0, samples.length, speech, 0);

        assertThat(heard(speech)).isEmpty();
    }

    @Test
    void listeningMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        DigitDetector detector = new DigitDetector();
        key('7', 1_000);
        short[] frame = Arrays.copyOf(line, 480);
        detector.listen(frame);
        long before = threads.getCurrentThreadAllocatedBytes();
        int digits = 0;
        for (int i = 0; i < 300; i++) {
            digits += detector.listen(frame).isPresent() ? 1 : 0;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
        assertThat(digits).isLessThan(2);
    }
}
