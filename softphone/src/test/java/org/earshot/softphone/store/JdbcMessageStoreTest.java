package org.earshot.softphone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.MessageStore;
import org.earshot.softphone.ua.MessageStoreContract;
import org.earshot.softphone.ua.MessageStoreException;
import org.earshot.softphone.ua.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcMessageStoreTest extends MessageStoreContract {
    @TempDir Path folder;
    private final List<JdbcMessageStore> open = new ArrayList<>();

    private JdbcMessageStore open(int most) {
        JdbcMessageStore store =
                JdbcMessageStore.open(folder.resolve("conversations"), Runnable::run, most);
        open.add(store);
        return store;
    }

    private JdbcMessageStore open() {
        return open(JdbcMessageStore.MOST_MESSAGES);
    }

    @Override
    protected MessageStore store() {
        return open();
    }

    @AfterEach
    void close() {
        open.forEach(JdbcMessageStore::close);
    }

    @Test
    void theNextRunFindsAll() {
        Outgoing one = outgoing(BOB, "one");
        ChatMessage message = from(BOB, "m1", "two");
        try (JdbcMessageStore store = open()) {
            get(store.write(one.shown(), one));
            get(store.receive(message, true, List.of(displayed(message))));
        }
        JdbcMessageStore again = open();
        assertThat(get(again.outbox())).hasSize(2).startsWith(one);
        assertThat(get(again.receive(message, true, List.of()))).isFalse();
        assertThat(get(again.history(ALICE, BOB, Optional.empty(), 10)))
                .containsExactly(one.shown(), message);
        assertThat(get(again.seen(ALICE, BOB, MessageStoreContract::displayed))).hasSize(1);
    }

    @Test
    void theOldestAreForgottenButNotWhatHasToGoOut() {
        JdbcMessageStore store = open(200);
        Outgoing unsent = outgoing(BOB, "unsent");
        get(store.write(unsent.shown(), unsent));
        IntStream.range(0, 450)
                .forEach(i -> get(store.receive(from(BOB, "m" + i, "t"), false, List.of())));
        List<ChatMessage> kept = get(store.history(ALICE, BOB, Optional.empty(), 1000));
        assertThat(kept).hasSizeBetween(200, 300);
        assertThat(kept.getFirst()).isEqualTo(unsent.shown());
        assertThat(kept.getLast().key().messageId()).isEqualTo("m449");
    }

    @Test
    void whatAnEarlierVersionKeptIsTakenOverOnce() {
        JdbcMessageStore store = open();
        Outgoing unsent = Outgoing.unsent(ALICE, BOB, "unsent", "call-1", "tag-1", NOW);
        get(store.adopt(List.of(unsent), List.of("call-2 tag-2")));
        assertThat(get(store.outbox())).containsExactly(unsent);
        assertThat(get(store.receive(from(BOB, "call-2 tag-2", "again"), false, List.of())))
                .isFalse();
        get(store.sent(unsent.key(), org.earshot.softphone.ua.Delivery.SENT, ""));
        get(store.adopt(List.of(unsent), List.of("call-2 tag-2")));
        assertThat(get(store.outbox())).isEmpty();
    }

    @Test
    void theFileIsOursAlone() throws Exception {
        open();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        folder.resolve("conversations.mv.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsNoneIsSaid() throws Exception {
        Files.writeString(folder.resolve("conversations.mv.db"), "x".repeat(10_000));
        assertThatThrownBy(this::open)
                .isInstanceOf(MessageStoreException.class)
                .hasMessageContaining("can't be opened");
    }
}
