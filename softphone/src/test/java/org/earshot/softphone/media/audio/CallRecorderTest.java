package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallRecorderTest {
    private static final int CHANNELS_AT = 22;
    private static final int DATA_BYTES_AT = 40;

    @TempDir private Path folder;

    private static short[] frame(int value) {
        short[] frame = new short[AudioFrame.SAMPLES];
        Arrays.fill(frame, (short) value);
        return frame;
    }

    private static CallRecorder start(Path file) throws IOException {
        return CallRecorder.start(
                file,
                reason -> {
                    throw new AssertionError(reason);
                });
    }

    private ByteBuffer wav(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void oursIsLeftAndTheirsIsRight() throws Exception {
        Path file = folder.resolve("call.wav");
        CallRecorder recorder = start(file);
        for (int i = 1; i <= 50; i++) {
            recorder.heard(frame(1_000 + i));
            recorder.spoken(frame(i));
        }
        recorder.close();
        recorder.await();

        ByteBuffer wav = wav(file);
        assertThat(wav.getShort(CHANNELS_AT)).isEqualTo((short) 2);
        assertThat(wav.getInt(DATA_BYTES_AT)).isEqualTo(50 * AudioFrame.SAMPLES * 4);
        assertThat(wav.limit()).isEqualTo(WavFile.HEADER + 50 * AudioFrame.SAMPLES * 4);
        for (int i = 1; i <= 50; i++) {
            int at = WavFile.HEADER + (i - 1) * AudioFrame.SAMPLES * 4;
            assertThat(wav.getShort(at)).isEqualTo((short) i);
            assertThat(wav.getShort(at + 2)).isEqualTo((short) (1_000 + i));
        }
    }

    @Test
    void whileTheOtherSideGivesNothingItIsSilent() throws Exception {
        Path file = folder.resolve("call.wav");
        CallRecorder recorder = start(file);
        recorder.spoken(frame(7));
        recorder.close();
        recorder.await();

        assertThat(wav(file).getShort(WavFile.HEADER)).isEqualTo((short) 7);
        assertThat(wav(file).getShort(WavFile.HEADER + 2)).isZero();
    }

    @Test
    void aFileThatIsThereIsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.txt"), "dear carol");

        assertThatThrownBy(() -> start(file).close())
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("dear carol");
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        Path file = folder.resolve("call.wav");
        CallRecorder recorder = start(file);
        recorder.close();
        recorder.await();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theToneIsHeardFor200MillisecondsEach15Seconds() {
        RecordingTone tone = new RecordingTone();
        for (int frame = 0; frame < 3_000; frame++) {
            short[] samples = new short[AudioFrame.SAMPLES];
            tone.addTo(samples);
            int loudest = 0;
            for (short sample : samples) {
                loudest = Math.max(loudest, Math.abs(sample));
            }
            if (frame % 1_500 < 20) {
                assertThat(loudest).isBetween(3_000, 3_300);
            } else {
                assertThat(loudest).isZero();
            }
        }
    }

    @Test
    void theToneAddsToSpeechAndDoesNotWrapAround() {
        short[] loud = frame(Short.MAX_VALUE);

        new RecordingTone().addTo(loud);

        for (short sample : loud) {
            assertThat(sample).isGreaterThan((short) 29_000);
        }
    }
}
