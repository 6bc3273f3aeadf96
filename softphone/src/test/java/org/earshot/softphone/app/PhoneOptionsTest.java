package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.processing.VoiceSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PhoneOptionsTest {
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
            String in, String out, String option, boolean echo, boolean noise, boolean gain) {
        PhoneOptions options = new PhoneOptions();
        new CommandLine(options).parseArgs(option.isEmpty() ? new String[0] : option.split(" "));

        assertThat(options.voice(AudioSpec.parse(in), AudioSpec.parse(out)))
                .isEqualTo(new VoiceSettings(echo, noise, gain));
    }
}
