package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the other tests measure with can tell one person from another.
@Tag("realtime")
class RecordingIT {

    @Test
    void aPersonIsAlikeToHerselfOnly() {
        try (Lab lab = Lab.of("recording")) {
            Path alice = Recording.speech(lab, "alice");
            assertThat(Recording.correlation(alice, alice)).isGreaterThan(0.99);
            assertThat(Recording.correlation(alice, Recording.speech(lab, "bob"))).isLessThan(0.5);
        }
    }
}
