package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a face of the phone asks of the messages that are kept.
class ChatHistoryTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";

    private final MessageStore store = MessageStore.ofThisRun();
    private final TestPhone phone =
            new TestPhone(
                    "alice",
                    "192.0.2.1",
                    Transport.TLS,
                    new FakeTimers(),
                    PhoneParts.of("alice").with(store));

    @BeforeEach
    void tenMessages() {
        IntStream.range(0, 10)
                .forEach(i ->
                        store.receive(
                                new ChatMessage(
                                        new MessageKey(ALICE, BOB, "m" + i),
                                        false,
                                        BOB,
                                        "Text " + i,
                                        Instant.EPOCH.plusSeconds(i),
                                        Delivery.DELIVERED,
                                        ""),
                                false,
                                List.of()));
        phone.registered();
    }

    private static List<String> ids(CompletionStage<List<ChatMessage>> stage) {
        return stage.toCompletableFuture().join().stream().map(m -> m.key().messageId()).toList();
    }

    private List<String> around(int number, int most) {
        return ids(phone.agent.chat().around(new MessageKey(ALICE, BOB, "m" + number), most));
    }

    @Test
    void whatIsAroundAMessageGoesAsFarAsThereIsSome() {
        assertThat(around(5, 1)).containsExactly("m5");
        assertThat(around(5, 4)).containsExactly("m4", "m5", "m6", "m7");
        assertThat(around(5, 5)).containsExactly("m3", "m4", "m5", "m6", "m7");
        assertThat(around(0, 5)).containsExactly("m0", "m1", "m2");
        assertThat(around(9, 5)).containsExactly("m7", "m8", "m9");
        assertThat(around(77, 5)).isEmpty();
    }

    @Test
    void aWindowMovesForward() {
        assertThat(ids(phone.agent.chat().historyAfter("sip:bob@EXAMPLE.org", "m7", 5)))
                .containsExactly("m8", "m9");
    }

    @Test
    void noWordsFindNothing() {
        assertThat(ids(phone.agent.chat().search("  ", 5))).isEmpty();
        assertThat(ids(phone.agent.chat().search(" tEXT  7", 5))).containsExactly("m7");
        assertThat(ids(phone.agent.chat().search("text", 3))).containsExactly("m9", "m8", "m7");
    }
}
