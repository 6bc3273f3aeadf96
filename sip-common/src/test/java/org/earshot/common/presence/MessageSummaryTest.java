package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.MessageSummary.Counts;
import org.earshot.common.presence.MessageSummary.Kind;
import org.earshot.common.testdata.HostileInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSummaryTest {
    private static final MessageSummary SUMMARY =
            new MessageSummary(
                    true,
                    Optional.of("sip:alice@vmail.example.com"),
                    Map.of(Kind.FAX, Counts.of(0, 1), Kind.VOICE, new Counts(2, 8, 0, 2)));

    @Test
    void whatIsWrittenIsWhatTheRfcHas() {
        assertThat(new String(SUMMARY.toBytes(), UTF_8))
                .isEqualTo(
                        """
                        Messages-Waiting: yes
                        Message-Account: sip:alice@vmail.example.com
                        Voice-Message: 2/8 (0/2)
                        Fax-Message: 0/1 (0/0)
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(MessageSummary.parse(SUMMARY.toBytes())).isEqualTo(SUMMARY);
        MessageSummary voice = MessageSummary.voice("sip:vm@x", Counts.of(0, 4_294_967_295L));
        assertThat(voice.waiting()).isFalse();
        assertThat(MessageSummary.parse(voice.toBytes())).isEqualTo(voice);
    }

    @Test
    void whatPhonesAndServersWrite() throws Exception {
        MessageSummary read =
                parse(
                        """
                        messages-waiting: YES
                        message-account:sip:a@b
                        voice-message : 1/0
                        """
                                .replace(" :", ":"));
        assertThat(read.counts()).containsExactly(Map.entry(Kind.VOICE, Counts.of(1, 0)));
        assertThat(parse("Messages-Waiting: no\nVoice-Message:  1 / 2 ( 3 / 4 ) \n").counts())
                .containsEntry(Kind.VOICE, new Counts(1, 2, 3, 4));
    }

    @Test
    void wordsAndLinesWithoutEndAreRefused() {
        String many = "X: y\n".repeat(65);
        assertThatThrownBy(() -> parse("Messages-Waiting: yes\n" + many))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void headersOfNewMessagesAreLeftOut() throws Exception {
        MessageSummary read =
                parse("Messages-Waiting: yes\nX-Message: 1/2\n\nTo: <sip:a@b>\nSubject: carpool\n");
        assertThat(read).isEqualTo(new MessageSummary(true, Optional.empty(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Voice-Message: 1/0\n",
                "Messages-Waiting: perhaps\n",
                "Messages-Waiting: yes\nVoice-Message: 1\n",
                "Messages-Waiting: yes\nVoice-Message: -1/0\n",
                "Messages-Waiting: yes\nVoice-Message: 1/0 (1)\n",
                "Messages-Waiting: yes\nVoice-Message: 4294967296/0\n",
                "Messages-Waiting: yes\nVoice-Message: 99999999999999999999/0\n"
            })
    void othersAreRefused(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> MessageSummary.parse(body).toBytes(), 9, List.of(SUMMARY.toBytes()));
    }

    private static MessageSummary parse(String body) throws MalformedPayloadException {
        return MessageSummary.parse(body.getBytes(UTF_8));
    }
}
