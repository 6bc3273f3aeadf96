package org.earshot.softphone.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.Outgoing;

/// Takes messages and dies without closing anything, right after the last one was kept.
final class HaltingPhone {
    private HaltingPhone() {}

    /// @param arguments the file of the store, how many
    public static void main(String[] arguments) {
        JdbcMessageStore store = JdbcMessageStore.open(Path.of(arguments[0]), Runnable::run);
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            Outgoing answer =
                    Outgoing.unsent(
                            "sip:alice@example.org",
                            "sip:bob@example.org",
                            "answer " + i,
                            "call-" + i,
                            "tag",
                            Instant.EPOCH);
            store.receive(
                            new ChatMessage(
                                    new MessageKey(
                                            "sip:alice@example.org",
                                            "sip:bob@example.org",
                                            "m" + i),
                                    false,
                                    "sip:bob@example.org",
                                    "text " + i,
                                    Instant.EPOCH,
                                    Delivery.DELIVERED,
                                    ""),
                            true,
                            List.of())
                    .toCompletableFuture()
                    .join();
            store.write(answer.shown(), answer).toCompletableFuture().join();
        }
        Runtime.getRuntime().halt(7);
    }
}
