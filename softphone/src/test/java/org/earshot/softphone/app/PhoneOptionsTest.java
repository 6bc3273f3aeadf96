package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.processing.VoiceSettings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PhoneOptionsTest {
    @TempDir private Path folder;

    @ParameterizedTest(name = "{0} and {1} with \"{2}\": echo {3}, noise {4}, gain {5}")
    @CsvSource({
        "device, device, '', true, true, true",
        "device:usb, device, '', true, true, true",
        "device, null, '', false, true, true",
        "tone, device, '', false, false, false",
        "hello.wav, heard.wav, '', false, false, false",
        "silence, null, '', false, false, false",
        "device, device, --no-echo-cancel, false, true, true",
        "device, device, --no-noise-suppress, true, false, true",
        "device, device, --no-gain-control, true, true, false",
        "tone, null, --echo-cancel, true, false, false",
        "tone, null, --noise-suppress, false, true, false",
        "tone, null, --gain-control, false, false, true",
    })
    void soundOfDevicesIsProcessedAndOfFilesOnlyWhenAskedFor(
            String in, String out, String option, boolean echo, boolean noise, boolean gain)
            throws InterruptedException {
        PhoneOptions options = new PhoneOptions();
        new CommandLine(options).parseArgs(option.isEmpty() ? new String[0] : option.split(" "));

        AtomicReference<VoiceSettings> applied = new AtomicReference<>(VoiceSettings.OFF);
        CountDownLatch done = new CountDownLatch(1);
        VoiceSetting setting =
                new VoiceSetting(
                        settings -> {
                            applied.set(settings);
                            done.countDown();
                        },
                        DataFolder.open(folder.resolve("data")),
                        Runnable::run);
        setting.begin(options.voice(), AudioSpec.parse(in), AudioSpec.parse(out));
        if (!setting.processing().isEmpty()) {
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(applied).hasValue(new VoiceSettings(echo, noise, gain));
    }
}
