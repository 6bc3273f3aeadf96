package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ui.Summons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What is made of an argument that may be what somebody has clicked on.
class LinkOptionTest {
    private static final String LINK =
            "earshot://invite/example.org?service=https://example.org:8443&secret=abcdefghijklmnop";

    private static Summons summons(String... arguments) {
        PhoneOptions options = new PhoneOptions();
        new CommandLine(options).setExpandAtFiles(false).parseArgs(arguments);
        return LinkOption.summons(options);
    }

    @Test
    void aLinkIsOpenedAndNothingIsTheWindow() {
        assertThat(summons()).isEqualTo(new Summons.Show());
        assertThat(summons("--")).isEqualTo(new Summons.Show());
        assertThat(summons("--dark", "--", LINK))
                .isEqualTo(new Summons.Link(AccountLink.parse(LINK)));
        assertThat(summons(LINK.replace("earshot", "EARSHOT")))
                .isEqualTo(new Summons.Link(AccountLink.parse(LINK)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--x",
                "--link-file=/etc/passwd",
                "-h",
                "@/etc/passwd",
                "https://example.org/earshot://invite/example.org",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "earshotx://invite/example.org",
                "/etc/passwd"
            })
    void whatIsNoneOfOursIsRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> summons("--", text))
                .withMessage(
                        "only a link of your administrator can be opened: one begins with earshot://invite/ or earshot://reset/");
    }

    @Test
    void oneThatIsDamagedIsSaidToBeSoInTheWindow() {
        for (int length = "earshot:".length(); length < LINK.length(); length++) {
            assertThat(summons("--", LINK.substring(0, length))).isEqualTo(new Summons.Damaged());
        }
        assertThat(summons("--", LINK + "&x=" + "y".repeat(1_000_000)))
                .isEqualTo(new Summons.Damaged());
        assertThat(summons("--", LINK + "\u001b]0;x\u0007")).isEqualTo(new Summons.Damaged());
    }

    @Test
    void noiseDoesNoHarm() {
        Random random = new Random(85);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder noise = new StringBuilder(LINK);
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                noise.setCharAt(
                        random.nextInt("earshot:".length(), noise.length()),
                        (char) random.nextInt(0x180));
            }
            assertThat(summons("--", noise.toString())).isNotEqualTo(new Summons.Show());
        }
    }

    @Test
    void withoutALogInThereIsNoPlaceForOne() {
        for (String option : new String[] {"--headless", "--window"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> summons(option, LINK))
                    .withMessageContaining("--link-file");
        }
    }
}
