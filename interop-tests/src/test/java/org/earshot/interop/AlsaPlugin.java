package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// ALSA's plugin for PulseAudio, by which Java Sound has devices without any hardware.
final class AlsaPlugin {
    static final String SKIPPED =
            "SKIPPED: there is no plugin of ALSA for PulseAudio here; bin/test installs it";

    private static final Path FILE = Path.of("alsa-lib", "libasound_module_pcm_pulse.so");

    private AlsaPlugin() {}

    static boolean isThere() throws IOException {
        try (var libraries = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path each : libraries) {
                if (Files.exists(each.resolve(FILE))) {
                    return true;
                }
            }
            return false;
        }
    }
}
