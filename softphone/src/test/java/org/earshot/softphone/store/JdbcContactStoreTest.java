package org.earshot.softphone.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactStore.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcContactStoreTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final Contact BOB = new Contact("sip:bob@example.org", "Bob \"ü\"");
    private static final Contact CAROL = new Contact("sip:carol@example.org", "");

    @TempDir Path folder;

    private JdbcMessageStore open() {
        return JdbcMessageStore.open(folder.resolve("conversations"), Runnable::run);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void theNextRunFindsTheListInItsOrder() {
        Kept kept = new Kept(List.of(CAROL, BOB), List.of(BOB));
        try (JdbcMessageStore store = open()) {
            assertThat(get(store.contacts().load(ALICE))).isEqualTo(Kept.NOTHING);
            get(store.contacts().save(ALICE, new Kept(List.of(BOB), List.of())));
            get(store.contacts().save(ALICE, kept));
        }
        try (JdbcMessageStore store = open()) {
            assertThat(get(store.contacts().load(ALICE))).isEqualTo(kept);
            assertThat(get(store.contacts().load("sip:other@example.org"))).isEqualTo(Kept.NOTHING);
        }
    }

    @Test
    void contactsOfNobodyGoToWhoLogsInNextAndOnlyOnce() {
        try (JdbcMessageStore store = open()) {
            JdbcContactStore contacts = store.contacts();
            get(contacts.save(ALICE, new Kept(List.of(BOB), List.of(BOB))));
            get(contacts.adopt(List.of(BOB.uri(), "sip:carol@EXAMPLE.org:5060")));
            get(contacts.adopt(List.of(BOB.uri(), "sip:carol@EXAMPLE.org:5060")));
            assertThat(get(contacts.load(ALICE)))
                    .isEqualTo(new Kept(List.of(BOB, CAROL), List.of(BOB)));
            assertThat(get(contacts.load("sip:other@example.org"))).isEqualTo(Kept.NOTHING);
        }
    }
}
