package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.earshot.softphone.media.Speech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavTest {
    private static final int PCM = 1;
    private static final int FLOAT = 3;

    @TempDir Path folder;

    private static byte[] wav(int tag, int channels, int rate, int bits, byte[] data) {
        ByteBuffer file = ByteBuffer.allocate(64 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(0); // a size that nobody filled in
        file.put("WAVELIST".getBytes(StandardCharsets.US_ASCII)).putInt(3).putInt(0); // odd, padded
        file.put("fmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) tag).putShort((short) channels).putInt(rate);
        file.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
        file.putShort((short) bits);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
        return Arrays.copyOf(file.array(), file.position());
    }

    /// A ramp from −100 to 99 percent of 12,700 in each channel.
    private static byte[] ramp(int channels, int bits) {
        byte[] data = new byte[200 * channels * bits / 8];
        int at = 0;
        for (int i = 0; i < 200; i++) {
            int value = (i - 100) * 127;
            for (int channel = 0; channel < channels; channel++) {
                long sample = (long) value << 16; // 32 bit
                if (bits == 8) {
                    data[at++] = (byte) ((sample >> 24) + 128);
                } else {
                    for (int shift = 32 - bits; shift < 32; shift += 8) {
                        data[at++] = (byte) (sample >> shift);
                    }
                }
            }
        }
        return data;
    }

    private static short[] read(byte[] file) throws IOException {
        return WavReader.read(new ByteArrayInputStream(file));
    }

    @ParameterizedTest(name = "{0} channels of {1} bits")
    @CsvSource({"1, 16", "2, 16", "1, 24", "2, 32", "6, 24", "1, 8"})
    void widthsAndChannelsAreMixedDown(int channels, int bits) throws IOException {
        short[] samples = read(wav(PCM, channels, 48_000, bits, ramp(channels, bits)));

        assertThat(samples).hasSize(200);
        for (int i = 0; i < 200; i++) {
            int error = samples[i] - (i - 100) * 127;
            assertThat(error).as("sample %d", i).isBetween(bits == 8 ? -256 : 0, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 6", "44100, 1.0884", "96000, 0.5", "11025, 4.3537"})
    void otherRatesBecomeFortyEightKilohertz(int rate, double factor) throws IOException {
        short[] samples = read(wav(PCM, 1, rate, 16, new byte[2 * rate]));

        assertThat(samples.length).isBetween((int) (rate * factor) - 5, (int) (rate * factor) + 5);
    }

    @Test
    void anotherEncodingIsRefusedByName() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(wav(FLOAT, 1, 48_000, 32, new byte[4])))
                .withMessageContaining("not PCM");
    }

    @Test
    void aFileCutOffInItsDataGivesWhatIsThere() throws IOException {
        byte[] file = wav(PCM, 1, 48_000, 16, ramp(1, 16));

        assertThat(read(Arrays.copyOf(file, file.length - 101))).hasSize(149);
    }

    @Test
    void everyTruncationIsAnErrorOrLessSound() {
        byte[] file = wav(PCM, 2, 44_100, 24, ramp(2, 24));
        for (int length = 0;
                length < file.length;
                length += 7) { // each needs a filter of its own, hence not all
            byte[] cut = Arrays.copyOf(file, length);
            try {
                assertThat(read(cut).length).isLessThan(250);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("");
            }
        }
    }

    @Test
    void randomBytesAreAnErrorAndNoMore() {
        Random random = new Random(42);
        for (int i = 0; i < 500; i++) {
            byte[] file = wav(PCM, 1, 48_000, 16, ramp(1, 16));
            for (int j = 0; j < 8; j++) {
                file[random.nextInt(64)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(file)).isNotNull();
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Path path = folder.resolve("a.wav");
        short[] speech = Speech.alice(1_000);
        ByteBuffer bytes = ByteBuffer.allocate(2 * speech.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(speech);

        try (WavFile file = WavFile.create(path)) {
            file.write(bytes);
        }

        assertThat(read(Files.readAllBytes(path))).isEqualTo(speech);
    }

    @Test
    void theHeaderIsRightBeforeTheFileIsClosed() throws IOException {
        Path path = folder.resolve("a.wav");
        try (WavFile file = WavFile.create(path)) {
            assertThat(read(Files.readAllBytes(path))).isEmpty();
            file.write(ByteBuffer.allocate(960));
            file.updateHeader();
            assertThat(read(Files.readAllBytes(path))).hasSize(480);
        }
    }

    @Test
    void anotherCallGoesOnBehindTheOneBefore() throws IOException {
        Path path = folder.resolve("a.wav");
        for (int call = 0; call < 2; call++) {
            try (WavFile file = call == 0 ? WavFile.create(path) : WavFile.append(path)) {
                file.write(ByteBuffer.allocate(960));
            }
        }

        assertThat(read(Files.readAllBytes(path))).hasSize(960);
    }
}
