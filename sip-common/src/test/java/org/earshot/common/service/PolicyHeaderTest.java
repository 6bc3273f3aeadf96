package org.earshot.common.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyHeaderTest {
    @ParameterizedTest(name = "\"{0}\": {1}")
    @CsvSource({
        "direct-calls=allow, true",
        "direct-calls=refuse, false",
        "' Direct-Calls = Allow ; more=x', true",
        "'more;direct-calls=refuse', false",
        "direct-calls=perhaps, false",
        "direct-calls=, false",
        "'direct-calls=allow;direct-calls=refuse', false",
        "'direct-calls=refuse;direct-calls=allow', false",
    })
    void onlyAClearWordAllows(String value, boolean allowed) {
        assertThat(PolicyHeader.directCalls(value)).contains(allowed);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"''", "more=x", "direct=allow", "direct-calls"})
    void whoSaysNothingOfItHasSaidNothing(String value) {
        assertThat(PolicyHeader.directCalls(value)).isEmpty();
    }

    @Test
    void whatIsWrittenIsRead() {
        for (boolean direct : new boolean[] {true, false}) {
            String quiet = PolicyHeader.text(direct, true);
            assertThat(PolicyHeader.directCalls(quiet)).contains(direct);
            assertThat(PolicyHeader.recording(quiet)).isEmpty();
            String strict = PolicyHeader.text(direct, false);
            assertThat(PolicyHeader.directCalls(strict)).contains(direct);
            assertThat(PolicyHeader.recording(strict)).contains(false);
        }
    }

    @Test
    void whateverComesIsRead() {
        Random random = new Random(3261);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            String noise = new String(bytes, StandardCharsets.UTF_8);
            assertThat(PolicyHeader.directCalls(noise + "direct-calls=refuse"))
                    .isNotEqualTo(java.util.Optional.of(true));
            assertThat(PolicyHeader.recording(noise + "recording=refuse"))
                    .isNotEqualTo(java.util.Optional.of(true));
        }
    }
}
