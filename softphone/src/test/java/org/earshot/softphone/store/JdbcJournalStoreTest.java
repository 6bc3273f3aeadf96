package org.earshot.softphone.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactStore;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalStore;
import org.earshot.softphone.ua.JournalStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcJournalStoreTest extends JournalStoreContract {
    @TempDir Path folder;
    private final List<JdbcMessageStore> open = new ArrayList<>();

    private JdbcMessageStore open() {
        JdbcMessageStore store =
                JdbcMessageStore.open(folder.resolve("conversations"), Runnable::run);
        open.add(store);
        return store;
    }

    @Override
    protected JournalStore store() {
        return open().journal();
    }

    @AfterEach
    void close() {
        open.forEach(JdbcMessageStore::close);
    }

    @Test
    void theNextRunFindsAllAndWhatTheEndOfTheProcessCutOff() {
        PastCall over = call("1", BOB, 1, Outcome.ANSWERED);
        PastCall rang = call("2", BOB, 2, Outcome.MISSED);
        try (JdbcMessageStore store = open()) {
            get(store.journal().write(ALICE, over));
            get(store.journal().write(ALICE, file("3", BOB, 3)));
            get(store.journal().begin(ALICE, rang));
        }
        JournalStore again = open().journal();
        assertThat(get(again.calls(ALICE, Optional.empty(), 9))).containsExactly(rang, over);
        assertThat(get(again.files(ALICE, Optional.empty(), 9))).containsExactly(file("3", BOB, 3));
        assertThat(get(again.missedUnseen(ALICE))).isEqualTo(1);
        assertThat(get(again.of(ALICE, BOB, Instant.EPOCH, Instant.MAX))).hasSize(3);
    }

    @Test
    void theNextRunFindsDraftsAndFavourites() {
        try (JdbcMessageStore store = open()) {
            get(store.drafts().put(ALICE, BOB, "hal"));
            get(store.drafts().put(ALICE, BOB, "hallo \"ü\" 🎧"));
            get(store.drafts().put(ALICE, "sip:carol@example.org", "x"));
            get(store.drafts().put(ALICE, "sip:carol@example.org", ""));
            get(
                    store.contacts()
                            .save(
                                    ALICE,
                                    new ContactStore.Kept(
                                            List.of(new Contact(BOB, "Bob")),
                                            List.of(),
                                            Set.of(BOB))));
        }
        JdbcMessageStore again = open();
        assertThat(get(again.drafts().all(ALICE))).isEqualTo(Map.of(BOB, "hallo \"ü\" 🎧"));
        assertThat(get(again.drafts().all(BOB))).isEmpty();
        assertThat(get(again.contacts().load(ALICE)))
                .isEqualTo(
                        new ContactStore.Kept(
                                List.of(new Contact(BOB, "Bob")), List.of(), Set.of(BOB)));
    }

    /// The file as the version before left it: what came since is taken out again.
    @Test
    void aFileOfTheVersionBeforeGetsWhatIsNew() throws Exception {
        Path file = folder.resolve("conversations");
        try (JdbcMessageStore store = open()) {
            get(
                    store.contacts()
                            .save(
                                    ALICE,
                                    new ContactStore.Kept(
                                            List.of(new Contact(BOB, "Bob")), List.of())));
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + file.toAbsolutePath());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE journal");
            statement.execute("DROP TABLE draft");
            statement.execute("DROP INDEX message_by_time");
            statement.execute("ALTER TABLE file_transfer DROP COLUMN paused");
            statement.execute("ALTER TABLE file_transfer DROP COLUMN fate");
            statement.execute("DELETE FROM version WHERE number > 5");
            try (ResultSet row = statement.executeQuery("SELECT MAX(number) FROM version")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(5);
            }
        }
        JdbcMessageStore after = open();
        PastCall call = call("1", BOB, 1, Outcome.ANSWERED);
        get(after.journal().write(ALICE, call));
        assertThat(get(after.journal().calls(ALICE, Optional.empty(), 9))).containsExactly(call);
        assertThat(get(after.contacts().load(ALICE)).mine()).hasSize(1);
    }
}
