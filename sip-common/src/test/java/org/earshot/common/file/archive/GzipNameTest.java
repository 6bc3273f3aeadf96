package org.earshot.common.file.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipNameTest {
    private static byte[] head(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void theNameIsWhatStandsThere() {
        assertThat(GzipName.of(head("1f8b080800000000000361622e657865000102"))).contains("ab.exe");
        // behind what else the head has
        assertThat(GzipName.of(head("1f8b080c0000000000030200ffff61622e65786500")))
                .contains("ab.exe");
        assertThat(GzipName.of(head("1f8b0800000000000003616200"))).isEmpty();
        assertThat(GzipName.of(head("1f8b08080000000000030000"))).isEmpty();
    }

    @Test
    void aHeadThatIsCutHasAsMuchOfItAsThereIs() {
        byte[] whole = head("1f8b080c0000000000030200ffff61622e65786500");
        for (int length = 0; length < whole.length; length++) {
            assertThat(GzipName.of(Arrays.copyOf(whole, length)).orElse(""))
                    .as("%d", length)
                    .isEqualTo("ab.exe".substring(0, Math.clamp(length - 14, 0, 6)));
        }
    }

    @Test
    void anyBytesAreNoFailure() {
        Random random = new Random(20261130);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(GzipName.of(bytes)).isNotNull();
        }
    }
}
