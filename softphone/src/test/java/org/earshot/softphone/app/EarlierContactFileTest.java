package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.softphone.store.JdbcMessageStore;
import org.earshot.softphone.ua.Contact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierContactFileTest {
    @TempDir Path parent;

    @Test
    void whatAnEarlierVersionKeptIsMovedOnce() throws Exception {
        DataFolder folder = DataFolder.open(parent.resolve("data"));
        Files.writeString(
                folder.file("contacts"),
                "sip:bob@example.org\n\nsip:carol@exam\u0000\nno address\nsip:dave@example.org\n");
        try (JdbcMessageStore store =
                JdbcMessageStore.open(folder.file("conversations"), Runnable::run)) {
            new EarlierContactFile(folder).moveTo(store.contacts());
            assertThat(folder.file("contacts")).doesNotExist();
            new EarlierContactFile(folder).moveTo(store.contacts());
            assertThat(
                            store.contacts()
                                    .load("sip:alice@example.org")
                                    .toCompletableFuture()
                                    .join()
                                    .mine())
                    .extracting(Contact::uri)
                    .containsExactly("sip:bob@example.org", "sip:dave@example.org");
        }
    }
}
