package org.earshot.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BegunRestoreTest {
    private static final BegunRestore BEGUN =
            BegunRestore.of("b".repeat(64), List.of(Path.of("/srv/ä b"), Path.of("/srv/x")), "d");

    @Test
    void itIsReadAsItWasWritten() {
        assertThat(BegunRestore.read(BEGUN.write())).contains(BEGUN);
        assertThat(BEGUN.paths()).containsExactlyInAnyOrder(Path.of("/srv/ä b"), Path.of("/srv/x"));
    }

    @Test
    void noPartOfItNorAnythingElseIsOne() {
        byte[] whole = BEGUN.write();
        for (int length = 0; length < whole.length; length++) {
            assertThat(BegunRestore.read(Arrays.copyOf(whole, length))).isEmpty();
        }
        Random random = new Random(75);
        for (int i = 0; i < 2000; i++) {
            byte[] some = new byte[random.nextInt(200)];
            random.nextBytes(some);
            assertThat(BegunRestore.read(some)).isEmpty();
        }
    }

    @Test
    void aPlaceThatIsNoneIsRefused() {
        for (String places :
                List.of(
                        "null",
                        "[null]",
                        "[\"files\"]",
                        "[\"/\"]",
                        "[\"/srv/../etc\"]",
                        "[\"/a\\u0000\"]")) {
            assertThat(
                            BegunRestore.read(
                                    ("{\"form\":1,\"backup\":\"b\",\"database\":\"\",\"places\":"
                                                    + places
                                                    + "}")
                                            .getBytes(StandardCharsets.UTF_8)))
                    .as(places)
                    .isEmpty();
        }
    }
}
