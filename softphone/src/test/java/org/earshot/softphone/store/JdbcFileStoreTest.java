package org.earshot.softphone.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.earshot.softphone.ua.FileStore;
import org.earshot.softphone.ua.FileStore.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcFileStoreTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00.123456Z");
    private static final Kept SENT =
            new Kept(ALICE, "sip:bob@example.org", false, "x1", "/home/ü \"1\"", "", NOW);
    private static final Kept HASHED =
            new Kept(
                    ALICE,
                    "sip:bob@example.org",
                    false,
                    "x1",
                    "/home/ü \"1\"",
                    "ab".repeat(32),
                    NOW);
    private static final Kept COMES =
            new Kept(
                    ALICE,
                    "sip:bob@example.org",
                    true,
                    "x1",
                    "",
                    "",
                    NOW,
                    "https://example.org/files/0",
                    true);
    private static final Kept CAME =
            new Kept(
                    ALICE,
                    "sip:bob@example.org",
                    true,
                    "x2",
                    "",
                    "",
                    NOW,
                    "",
                    false,
                    FileStore.Fate.GIVEN_UP);

    @TempDir Path folder;

    private JdbcMessageStore open() {
        return JdbcMessageStore.open(folder.resolve("conversations"), Runnable::run);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void keepsOneOfEach(FileStore store) {
        assertThat(get(store.unfinished())).isEmpty();
        get(store.keep(SENT));
        get(store.keep(COMES));
        get(store.keep(HASHED));
        get(store.keep(CAME));
        assertThat(get(store.unfinished())).containsExactly(COMES, HASHED, CAME);
        get(store.forget(SENT));
        assertThat(get(store.unfinished())).containsExactly(COMES, CAME);
        get(store.forget(SENT));
    }

    @Test
    void theNextRunFindsWhatIsUnderWay() {
        try (JdbcMessageStore store = open()) {
            keepsOneOfEach(store.files());
        }
        try (JdbcMessageStore store = open()) {
            assertThat(get(store.files().unfinished())).isEqualTo(List.of(COMES, CAME));
        }
    }

    @Test
    void memoryDoesTheSameForOneRun() {
        keepsOneOfEach(FileStore.ofThisRun());
    }
}
