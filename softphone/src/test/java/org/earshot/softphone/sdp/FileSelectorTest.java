package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 5547 §6.
class FileSelectorTest {
    private static final String SHA_1 =
            "72:24:5F:E8:65:3D:DA:F3:71:36:2F:86:D4:71:91:3E:E4:A2:CE:2E";
    private static final String EXAMPLE =
            "name:\"My cool picture.jpg\" type:image/jpeg size:4092 hash:sha-1:" + SHA_1;

    @Test
    void theExampleOfTheRfcIsReadAndWrittenBack() throws SdpException {
        FileSelector read = FileSelector.parse(EXAMPLE);
        assertThat(read.name()).contains("My cool picture.jpg");
        assertThat(read.type()).contains("image/jpeg");
        assertThat(read.size()).hasValue(4092);
        assertThat(read.hash("sha-1").orElseThrow().hex())
                .isEqualTo(SHA_1.replace(":", "").toLowerCase(java.util.Locale.ROOT));
        assertThat(read.value()).isEqualTo(EXAMPLE);
    }

    @Test
    void hashesStandBesideEachOther() throws SdpException {
        String both = "size:1 hash:sha-256:" + "ab:".repeat(31) + "cd hash:sha-1:" + SHA_1;
        FileSelector read = FileSelector.parse(both);
        assertThat(read.hashes()).hasSize(2);
        assertThat(read.hash(FileHash.SHA_256).orElseThrow().hex())
                .isEqualTo("ab".repeat(31) + "cd");
        assertThat(FileSelector.parse(read.value())).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%.txt",
                "a \"quoted\" name",
                "../../x",
                "line\r\na=setup:passive",
                "\u202Egnp.exe",
                "名前 ü.pdf",
                "nul\u0000",
                "%41",
                "size:7 hash:sha-1:00",
            })
    void aNameComesBackWhateverIsInIt(String name) throws SdpException {
        FileSelector selector =
                new FileSelector(
                        Optional.of(name), Optional.empty(), OptionalLong.of(7), List.of());
        assertThat(selector.value()).doesNotContain("\r", "\n", "\u0000");
        assertThat(FileSelector.parse(selector.value())).isEqualTo(selector);
    }

    @Test
    void aNameOfFourThousandCharactersIsOne() throws SdpException {
        FileSelector selector =
                new FileSelector(
                        Optional.of("x".repeat(4096)),
                        Optional.empty(),
                        OptionalLong.of(7),
                        List.of());
        assertThat(FileSelector.parse(selector.value())).isEqualTo(selector);
    }

    @Test
    void aTypeLosesItsParametersAndOtherKindsArePassedOver() throws SdpException {
        FileSelector read =
                FileSelector.parse(
                        "colour:\"b l u e\" type:text/plain;charset=\"us ascii\" size:3");
        assertThat(read.type()).contains("text/plain");
        assertThat(read.size()).hasValue(3);
    }

    @ParameterizedTest(name = "broken: {0}")
    @ValueSource(
            strings = {
                "size",
                "size:-1",
                "size:1 size:2",
                "size:9999999999999999999",
                "name:x",
                "name:\"\"",
                "name:\"open",
                "name:\"a\" name:\"b\"",
                "type:text",
                "hash:sha-1:",
                "hash:sha-1:72",
                "hash:sha-256:zz",
            })
    void brokenIsRefused(String value) {
        assertThatThrownBy(() -> FileSelector.parse(value)).isInstanceOf(SdpException.class);
    }

    @Test
    void whatIsCutOffIsReadOrRefused() throws SdpException {
        int read = 0;
        for (int length = 0; length < EXAMPLE.length(); length++) {
            try {
                FileSelector.parse(EXAMPLE.substring(0, length));
                read++;
            } catch (SdpException e) {
                assertThat(e).message().containsAnyOf("file-selector", "hash");
            } catch (IllegalArgumentException e) {
                throw new AssertionError("cut at " + length, e);
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void randomTextIsReadOrRefused() {
        Random random = new Random(5547);
        String alphabet = "name:\"size type/hsa1-256%0\u00FC;\t ";
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                FileSelector read = FileSelector.parse(text.toString());
                assertThat(FileSelector.parse(read.value())).isEqualTo(read);
            } catch (SdpException _) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
