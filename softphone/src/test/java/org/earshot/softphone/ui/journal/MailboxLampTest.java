package org.earshot.softphone.ui.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.earshot.softphone.ua.Mailbox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxLampTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | 1 | 0 | 0 | One new voice message",
                "true  | 2 | 8 | 0 | 2 new voice messages, 8 heard before",
                "true  | 4 | 8 | 1 | 4 new voice messages, 1 urgent, 8 heard before",
                "false | 0 | 3 | 0 | No new voice messages, 3 heard before",
                "false | 0 | 0 | 0 | No new voice messages",
                "true  | 0 | 0 | 0 | Something waits in your mailbox"
            })
    void howMuchThereIsIsSaid(boolean waiting, long fresh, long old, long urgent, String words) {
        assertThat(
                        String.join(
                                ", ",
                                MailboxLamp.words(
                                        new Mailbox(
                                                waiting, Optional.empty(), fresh, old, urgent, 0))))
                .isEqualTo(words);
    }
}
