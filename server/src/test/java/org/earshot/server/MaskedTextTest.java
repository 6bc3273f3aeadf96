package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.earshot.server.admin.AdminException;
import org.junit.jupiter.api.Test;

class MaskedTextTest {
    @Test
    void aSecretComesBackWhereItsLineStayed() {
        String text = "url: jdbc:x?password=one\nlimit: 3\n";
        assertThat(MaskedText.masked(text)).doesNotContain("one");
        assertThat(MaskedText.unmasked(MaskedText.masked(text).replace("3", "4"), text))
                .isEqualTo("url: jdbc:x?password=one\nlimit: 4\n");
    }

    @Test
    void ofTwoSecretsInLinesOfOneFormNoneIsTakenForTheOther() {
        String text = "url: jdbc:x?password=one\nurl: jdbc:x?password=two\n";
        assertThatThrownBy(() -> MaskedText.unmasked(MaskedText.masked(text), text))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("one\n");
        String twice = "url: jdbc:x?password=one\nurl: jdbc:x?password=one\n";
        assertThat(MaskedText.unmasked(MaskedText.masked(twice), twice)).isEqualTo(twice);
    }

    @Test
    void aLineWithAMaskThatIsAnotherOneIsRefused() {
        assertThatThrownBy(() ->
                        MaskedText.unmasked("host: y?password=" + ShownConfig.MASKED, "host: x\n"))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("line 1");
    }
}
