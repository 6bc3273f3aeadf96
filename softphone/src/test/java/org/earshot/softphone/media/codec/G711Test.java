package org.earshot.softphone.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.common.testdata.SharedTestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against the sweep of all 65,536 values of the ITU-T Software Tool Library.
class G711Test {
    private static final Path VECTORS = Path.of("audio/itu-stl/src/g711/test_data");

    private static short[] words(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(SharedTestData.path(VECTORS.resolve(name).toString()));
        short[] words = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(words);
        return words;
    }

    private static G711 law(String name) {
        return name.equals("A") ? G711.A_LAW : G711.MU_LAW;
    }

    @ParameterizedTest(name = "{0}-law")
    @CsvSource({"A, sweep-r.a", "mu, sweep-r.u"})
    void compressesEveryValueAsTheReferenceDoes(String law, String file) throws IOException {
        short[] linear = words("sweep.src");
        short[] codes = words(file);

        for (int i = 0; i < linear.length; i++) {
            assertThat(law(law).compress(linear[i]) & 0xFF)
                    .as("%d", linear[i])
                    .isEqualTo(codes[i] & 0xFF);
        }
    }

    @ParameterizedTest(name = "{0}-law")
    @CsvSource({"A, sweep-r.a, sweep-r.rea", "mu, sweep-r.u, sweep-r.reu"})
    void expandsEveryCodeAsTheReferenceDoes(String law, String file, String expanded)
            throws IOException {
        short[] codes = words(file);
        short[] linear = words(expanded);

        for (int i = 0; i < codes.length; i++) {
            assertThat(law(law).expand((byte) codes[i])).isEqualTo(linear[i]);
        }
    }

    /// Holds without the reference, too.
    @Test
    void aCodeSurvivesExpansionAndCompression() {
        for (int code = 0; code < 256; code++) {
            assertThat(G711.A_LAW.compress(G711.A_LAW.expand((byte) code))).isEqualTo((byte) code);
            if (code != 0x7F) { // µ-law has two zeros
                assertThat(G711.MU_LAW.compress(G711.MU_LAW.expand((byte) code)))
                        .isEqualTo((byte) code);
            }
        }
    }
}
