package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.processing.VoiceSettings;
import org.earshot.softphone.ua.Sound.Processing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line, an earlier run and the kind of source say.
class VoiceSettingTest {
    private static final AudioSpec DEVICE = AudioSpec.parse("device");
    private static final AudioSpec TONE = AudioSpec.parse("tone");

    @TempDir private Path folder;
    private final BlockingQueue<VoiceSettings> applied = new LinkedBlockingQueue<>();

    private VoiceSetting setting() {
        return new VoiceSetting(
                applied::add, DataFolder.open(folder.resolve("data")), Runnable::run);
    }

    private VoiceSettings next() throws InterruptedException {
        return applied.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsSwitchedHoldsAtOnceAndInLaterRuns() throws Exception {
        VoiceSetting before = setting();
        before.begin(Map.of(), DEVICE, DEVICE);
        assertThat(next()).isEqualTo(new VoiceSettings(true, true, true));
        before.set(Processing.GAIN_CONTROL, false);
        assertThat(next()).isEqualTo(new VoiceSettings(true, true, false));
        before.set(Processing.ECHO_CANCEL, false);
        assertThat(next()).isEqualTo(new VoiceSettings(false, true, false));
        before.set(Processing.ECHO_CANCEL, true);
        assertThat(next()).isEqualTo(new VoiceSettings(true, true, false));

        VoiceSetting later = setting();
        later.begin(Map.of(), DEVICE, DEVICE);
        assertThat(next()).isEqualTo(new VoiceSettings(true, true, false));
        assertThat(later.processing())
                .isEqualTo(Set.of(Processing.ECHO_CANCEL, Processing.NOISE_SUPPRESS));
    }

    @Test
    void theCommandLineHasTheLastWordAndIsNotRemembered() throws Exception {
        VoiceSetting before = setting();
        before.begin(Map.of(), DEVICE, DEVICE);
        next();
        before.set(Processing.GAIN_CONTROL, false);
        next();

        setting()
                .begin(
                        Map.of(Processing.GAIN_CONTROL, true, Processing.NOISE_SUPPRESS, false),
                        DEVICE,
                        DEVICE);
        assertThat(next()).isEqualTo(new VoiceSettings(true, false, true));
        setting().begin(Map.of(), DEVICE, DEVICE);
        assertThat(next()).isEqualTo(new VoiceSettings(true, true, false));
    }

    @Test
    void filesAndTonesArriveAsTheyAreWhateverWasChosen() throws Exception {
        VoiceSetting before = setting();
        before.begin(Map.of(), TONE, DEVICE);
        assertThat(before.processing()).isEmpty();
        before.set(Processing.GAIN_CONTROL, true);
        assertThat(next()).as("nothing before").isEqualTo(new VoiceSettings(false, false, true));
        VoiceSetting later = setting();
        later.begin(Map.of(), TONE, DEVICE);
        assertThat(later.processing()).isEmpty();
    }

    @Test
    void withoutALoudspeakerThereIsNoEcho() throws Exception {
        setting().begin(Map.of(), DEVICE, AudioSpec.parse("null"));
        assertThat(next()).isEqualTo(new VoiceSettings(false, true, true));
    }
}
