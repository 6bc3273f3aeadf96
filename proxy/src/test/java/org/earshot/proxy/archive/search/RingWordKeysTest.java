package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.common.key.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingWordKeysTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    @TempDir private Path directory;

    private RingWordKeys open() {
        return new RingWordKeys(
                KeyRing.open(directory.resolve("keys")), directory.resolve("words"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("words"))) {
            return files.toList();
        }
    }

    @Test
    void eachClassAndMonthHasOneThatStays() {
        WordKey key = open().current("message", NOVEMBER);
        assertThat(key.id()).startsWith("message.2026-11.");
        assertThat(open().current("message", NOVEMBER)).isEqualTo(key);
        assertThat(open().current("message", NOVEMBER.plusMonths(1)).key()).isNotEqualTo(key.key());
        assertThat(open().current("call", NOVEMBER).key()).isNotEqualTo(key.key());
        assertThat(open().all()).hasSize(3).contains(key);
        assertThat(key.toString()).isEqualTo("WordKey[" + key.id() + "]");
    }

    @Test
    void theFilesAreOursAloneAndSealed() throws IOException {
        WordKey key = open().current("message", NOVEMBER);
        assertThat(files()).hasSize(1);
        Path file = files().getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        RingWordKeys elsewhere =
                new RingWordKeys(
                        KeyRing.open(directory.resolve("other")), directory.resolve("words"));
        assertThat(elsewhere.all()).isEmpty();
        // and is none of another month
        Files.move(file, file.resolveSibling(key.id().replace("2026-11", "2026-12") + ".words"));
        assertThat(open().all()).isEmpty();
    }

    @Test
    void whatIsDestroyedIsGone() throws IOException {
        RingWordKeys keys = open();
        WordKey key = keys.current("message", NOVEMBER);
        keys.destroy(key.id());
        assertThat(files()).isEmpty();
        assertThat(keys.all()).isEmpty();
        assertThat(keys.current("message", NOVEMBER)).isNotEqualTo(key);
        assertThatThrownBy(() -> keys.destroy("../keys/x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
