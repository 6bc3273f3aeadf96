package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Who keeps files hears of texts that may name some, before anybody can have such a text.
class MessageFileLinksTest extends MessageScene {

    @Test
    void aTextThatIsTakenIsToldOnce() {
        bindDesk();
        send("see https://example.org/files/1");
        assertThat(f.passed)
                .containsExactly(
                        "sip:alice@example.org to sip:bob@example.org: see https://example.org/files/1");
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void aTextOfABlockedSenderIsNot() {
        f.messages.block("sip:bob@example.org", "sip:alice@example.org", true);
        send("see https://example.org/files/1");
        assertThat(f.passed).isEmpty();
    }
}
