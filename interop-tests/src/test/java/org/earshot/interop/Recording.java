package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.softphone.app.demo.SampleCorrelation;
import org.earshot.softphone.media.processing.Resampler;

/// What a phone heard, compared with what the other one said. Reads the plain WAV files (mono, 16 bit; ours at 48 kHz,
/// baresip's at the rate of its codec) that both phones write, also where a header was never finished.
final class Recording {
    private static final int HEADER_BYTES = 44;
    private static final int CHANNELS_AT = 22;
    private static final int RATE_AT = 24; // of the header
    private static final int RATE = 48_000;

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

    /// The samples that the phone ships, two voices one after the other: 48 kHz, 16 bit, mono.
    static short[] bothVoices() throws IOException {
        short[] one = sample("alice");
        short[] other = sample("bob");
        short[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static short[] sample(String person) throws IOException {
        try (var in =
                Recording.class.getResourceAsStream(
                        "/org/earshot/softphone/sample/" + person + ".wav")) {
            assertThat(in).as("the speech sample of " + person).isNotNull();
            byte[] bytes = in.readAllBytes();
            short[] samples = new short[(bytes.length - HEADER_BYTES) / 2];
            ByteBuffer.wrap(bytes, HEADER_BYTES, samples.length * 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        }
    }

    /// The sample ten times over, more than a minute of it: baresip hangs up where its file ends.
    static Path longSpeech(Lab lab, String person) {
        return longSpeech(lab, person, 10);
    }

    /// The sample so many times over.
    static Path longSpeech(Lab lab, String person, int times) {
        try {
            byte[] once = Files.readAllBytes(speech(lab, person));
            int length = once.length - HEADER_BYTES;
            ByteBuffer all =
                    ByteBuffer.allocate(HEADER_BYTES + times * length)
                            .order(ByteOrder.LITTLE_ENDIAN);
            all.put(once, 0, HEADER_BYTES);
            for (int i = 0; i < times; i++) {
                all.put(once, HEADER_BYTES, length);
            }
            all.putInt(4, all.capacity() - 8); // the size of RIFF
            all.putInt(HEADER_BYTES - 4, times * length); // the size of data
            return Files.write(lab.file(person + "-says-" + times + "-times.wav"), all.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a WAV file of one channel.
    static Path write(Path file, short[] samples) throws IOException {
        int bytes = 2 * samples.length;
        ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        wav.asShortBuffer().put(samples);
        return Files.write(file, wav.array());
    }

    /// How alike they are, 0–1: four seconds of the speech, from its first half second on (while a call begins,
    /// one side speaks before the other knows its keys). The call lasted five seconds or more; the recording may
    /// have begun up to two seconds before the speech. Compared by 200 ms, in which another's speech reaches 0.33.
    static double correlation(Path said, Path heard) {
        short[] speech = Arrays.copyOfRange(samples(said), RATE / 2, RATE * 9 / 2);
        double alike = SampleCorrelation.of(speech, samples(heard), 2 * RATE, RATE / 5);
        System.Logger log = System.getLogger(Recording.class.getName());
        log.log(System.Logger.Level.INFO, "{0}: {1}", heard, alike);
        return alike;
    }

    /// Those of the first channel, at 48 kHz.
    static short[] samples(Path wav) {
        try {
            byte[] bytes = Files.readAllBytes(wav);
            ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int channels = file.getShort(CHANNELS_AT);
            short[] samples = new short[Math.max(0, bytes.length - HEADER_BYTES) / 2 / channels];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = file.getShort(HEADER_BYTES + 2 * i * channels);
            }
            int rate = file.getInt(RATE_AT);
            return rate == RATE ? samples : resampled(samples, rate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static short[] resampled(short[] samples, int rate) {
        Resampler resampler = new Resampler(rate, RATE, Resampler.FINE, samples.length);
        short[] out = new short[resampler.maxOutput(samples.length)];
        return Arrays.copyOf(out, resampler.process(samples, 0, samples.length, out, 0));
    }
}
