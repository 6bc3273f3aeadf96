package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.softphone.app.demo.SampleCorrelation;

/// What a phone heard, compared with what the other one said. Reads the plain WAV files (48 kHz, mono, 16 bit)
/// that both phones write, also where a header was never finished.
final class Recording {
    private static final int HEADER_BYTES = 44;

    private Recording() {}

    /// Copies a speech sample that Earshot ships to where a phone can read it.
    static Path speech(Lab lab, String person) {
        try (var sample =
                Recording.class.getResourceAsStream(
                        "/org/earshot/softphone/sample/" + person + ".wav")) {
            assertThat(sample).as("the speech sample of " + person).isNotNull();
            Path file = lab.file(person + "-says.wav");
            if (!Files.exists(file)) {
                Files.copy(sample, file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How alike they are, 0–1; the recording may have begun up to six seconds before the speech.
    static double correlation(Path said, Path heard) {
        return SampleCorrelation.of(samples(said), samples(heard), 6 * 48_000);
    }

    private static short[] samples(Path wav) {
        try {
            byte[] bytes = Files.readAllBytes(wav);
            short[] samples = new short[Math.max(0, bytes.length - HEADER_BYTES) / 2];
            ByteBuffer.wrap(bytes, HEADER_BYTES, samples.length * 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
