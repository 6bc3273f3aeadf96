package org.earshot.softphone.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.earshot.common.db.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcMessageStoreIT {
    @TempDir Path folder;

    @Test
    void whatWasKeptIsThereAfterAHalt() throws Exception {
        Path file = folder.resolve("conversations");
        ChildJvm.Result result = ChildJvm.run(HaltingPhone.class, file.toString(), "40");
        assertThat(result.status()).as(result.output()).isEqualTo(7);
        try (JdbcMessageStore store = JdbcMessageStore.open(file, Runnable::run)) {
            assertThat(store.outbox().toCompletableFuture().join()).hasSize(40);
            assertThat(
                            store.history(
                                            "sip:alice@example.org",
                                            "sip:bob@example.org",
                                            Optional.empty(),
                                            1000)
                                    .toCompletableFuture()
                                    .join())
                    .hasSize(80);
        }
    }

    @Test
    void aFileThatAnotherPhoneHasOpenIsSaid() throws Exception {
        Path file = folder.resolve("conversations");
        try (JdbcMessageStore store = JdbcMessageStore.open(file, Runnable::run)) {
            assertThat(store).isNotNull();
            ChildJvm.Result second = ChildJvm.run(HaltingPhone.class, file.toString(), "1");
            assertThat(second.output()).contains("another phone is open with the same data folder");
        }
    }
}
