package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.earshot.softphone.ua.MessageStore.Unsent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMessageStoreTest {
    @TempDir Path parent;

    private FileMessageStore open() {
        return new FileMessageStore(DataFolder.open(parent.resolve("data")), Runnable::run);
    }

    private static Unsent unsent(String callId, String text) {
        return new Unsent(
                "sip:alice@example.org",
                "sip:bob@example.org",
                text,
                callId,
                "t" + callId,
                Instant.parse("2026-01-01T00:00:00.25Z"));
    }

    @Test
    void whatIsNotThroughIsThereAfterwards() {
        Unsent one = unsent("1", "one");
        Unsent two = unsent("2", "two\n\"lines\" ü 🎧");
        Unsent three = unsent("3", "three");
        FileMessageStore store = open();
        store.add(one);
        store.add(two);
        store.add(three);
        assertThat(open().unsent()).containsExactly(one, two, three);
        store.sent(one);
        assertThat(open().unsent()).containsExactly(two, three);
    }

    @Test
    void aLineThatACrashCutCostsOnlyItself() throws Exception {
        FileMessageStore store = open();
        store.add(unsent("1", "ü🎧"));
        Path file = parent.resolve("data/outbox");
        String line = Files.readString(file);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length - 1; length += 7) {
            Files.writeString(file, line);
            Files.write(file, Arrays.copyOf(bytes, length), StandardOpenOption.APPEND);
            FileMessageStore again = open();
            assertThat(again.unsent()).as("%d", length).containsExactly(unsent("1", "ü🎧"));
            again.add(unsent("2", "two"));
            assertThat(open().unsent()).as("%d", length).hasSize(2);
        }
        Files.writeString(file, "\n{}\n[1]\n" + line, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(open().unsent()).hasSize(1);
    }

    @Test
    void theOldestReceivedAreForgotten() throws Exception {
        FileMessageStore store = open();
        int all = 2 * FileMessageStore.REMEMBERED + 10;
        IntStream.range(0, all).forEach(i -> store.seen("m" + i));
        assertThat(open().seen()).hasSize(FileMessageStore.REMEMBERED).endsWith("m" + (all - 1));
        assertThat(Files.readAllLines(parent.resolve("data/received")))
                .hasSizeLessThan(FileMessageStore.REMEMBERED + 20);
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
