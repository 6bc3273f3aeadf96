package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.earshot.softphone.store.JdbcMessageStore;
import org.earshot.softphone.ua.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierMessageFilesTest {
    @TempDir Path parent;

    @Test
    void whatAnEarlierVersionKeptIsMoved() throws Exception {
        DataFolder folder = DataFolder.open(parent.resolve("data"));
        String line =
                """
                {"account":"sip:alice@example.org","to":"sip:bob@example.org:5070","text":"ü🎧",\
                "callId":"c1","tag":"t1","since":"2026-01-01T00:00:00.250Z"}
                """;
        Path outbox = folder.file("outbox");
        Files.writeString(outbox, line + "{}\n[1]\n" + line.substring(0, 40));
        Files.writeString(folder.file("received"), "c2 t2\nc3 t3\n");
        try (JdbcMessageStore store =
                JdbcMessageStore.open(folder.file("conversations"), Runnable::run)) {
            new EarlierMessageFiles(folder).moveTo(store);
            new EarlierMessageFiles(folder).moveTo(store);
            Outgoing moved =
                    store.outbox().toCompletableFuture().join().stream()
                            .reduce((_, _) -> null)
                            .orElseThrow();
            assertThat(moved.content()).isEqualTo(new Outgoing.Text("ü🎧"));
            assertThat(moved.to()).isEqualTo("sip:bob@example.org:5070");
            assertThat(moved.key().conversation()).isEqualTo("sip:bob@example.org");
            assertThat(moved.key().messageId()).isEqualTo("c1");
            assertThat(moved.tag()).isEqualTo("t1");
        }
        assertThat(outbox).doesNotExist();
        assertThat(folder.file("received")).doesNotExist();
    }

    @Test
    void aFolderThatOthersMayReadIsRefused() throws Exception {
        Path open =
                Files.createDirectory(
                        parent.resolve("open"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThatThrownBy(() -> DataFolder.open(open))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("chmod 700");
    }
}
