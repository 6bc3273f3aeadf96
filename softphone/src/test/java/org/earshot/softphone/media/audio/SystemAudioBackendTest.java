package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemAudioBackendTest {
    @TempDir Path folder;

    private final FakeFrameClock clock = new FakeFrameClock();
    private final SystemAudioBackend backend = new SystemAudioBackend(clock);
    private final short[] frame = new short[AudioFrame.SAMPLES];

    private AudioSpec recorded(int frames, int value) throws AudioException {
        var spec = new AudioSpec.File(folder.resolve("recorded.wav"));
        Arrays.fill(frame, (short) value);
        try (AudioSink sink = backend.openSink(spec)) {
            for (int i = 0; i < frames; i++) {
                sink.write(frame);
            }
        }
        return spec;
    }

    @Test
    void aFileIsSilentUntilItIsStartedAndAfterItsEnd() throws AudioException {
        AudioSpec file = recorded(2, 1_000);
        try (AudioSource source = backend.openSource(file)) {
            short[] heard = new short[6];
            for (int i = 0; i < heard.length; i++) {
                if (i == 1 || i == 4) {
                    source.restart();
                }
                source.read(frame);
                heard[i] = frame[100];
            }
            assertThat(heard).containsExactly(0, 1_000, 1_000, 0, 1_000, 1_000);
        }
    }

    @Test
    void aSecondRecordingIsAppended() throws AudioException, IOException {
        AudioSpec.File file = (AudioSpec.File) recorded(3, 1_000);
        recorded(4, 2_000);

        short[] samples = WavReader.read(Files.newInputStream(file.path()));

        assertThat(samples).hasSize(7 * AudioFrame.SAMPLES).startsWith(1_000).endsWith(2_000);
    }

    @Test
    void theToneHasItsFrequencyAndLevel() throws AudioException {
        int crossings = 0;
        int peak = 0;
        short last = 0;
        try (AudioSource source = backend.openSource(new AudioSpec.Tone())) {
            for (int i = 0; i < 100; i++) {
                source.read(frame);
                for (short sample : frame) {
                    crossings += last < 0 && sample >= 0 ? 1 : 0;
                    peak = Math.max(peak, sample);
                    last = sample;
                }
            }
        }

        assertThat(crossings).isBetween(439, 440);
        assertThat(peak).isBetween(8_100, 8_200);
    }

    @Test
    void framesComeAtTheirPace() throws AudioException {
        long start = clock.nanoTime();
        try (AudioSource source = backend.openSource(new AudioSpec.Silence());
                AudioSink sink = backend.openSink(new AudioSpec.Null())) {
            for (int i = 0; i < 50; i++) {
                source.read(frame);
            }
            for (int i = 0; i < 50; i++) {
                sink.write(frame);
            }
        }

        assertThat(clock.nanoTime() - start).isEqualTo(1_000_000_000);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> backend.openSource(AudioSpec.parse("no/such.wav")))
                .withMessageContaining("no/such.wav")
                .withMessageContaining("doesn't exist");
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> backend.openSink(AudioSpec.parse("no/such.wav")))
                .withMessageContaining("no/such.wav");
    }

    @Test
    void aDeviceThatIsNotThereIsAnErrorThatSaysWhatToDo() {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> backend.openSource(AudioSpec.parse("device:no such microphone")))
                .withMessageMatching(
                        "(?s).*(No microphone was found: plug one in|There is no audio device).*");
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> backend.openSink(AudioSpec.parse("device:no such loudspeaker")))
                .withMessageMatching(
                        "(?s).*(No loudspeaker was found: plug one in|There is no audio device).*");
    }

    @Test
    void listingDevicesNeverFails() {
        assertThat(backend.devices()).doesNotContainNull();
    }
}
