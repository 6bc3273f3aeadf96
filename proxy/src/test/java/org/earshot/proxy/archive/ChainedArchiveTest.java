package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainedArchiveTest {
    @TempDir Path directory;

    @Test
    void onAFullDiskItIsUnavailable() {
        InstantSource clock = InstantSource.fixed(TestEvents.NOW);
        try (ChainedArchive archive =
                ChainedArchive.open(
                        new ArchiveConfig("n1", 10, Duration.ofSeconds(10)),
                        new InMemoryArchiveTables(),
                        new FileAnchorJournal(directory.resolve("anchors")),
                        new FullDisk(),
                        clock)) {
            assertThatThrownBy(() -> archive.append(TestEvents.message("hello")))
                    .isInstanceOf(ArchiveUnavailableException.class)
                    .hasRootCauseMessage("No space left on device");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWouldWaitTooLongIsRefused() throws Exception {
        FaultyTables tables = new FaultyTables(new InMemoryArchiveTables());
        tables.gate = new CountDownLatch(1);
        ChainedArchive archive =
                ChainedArchive.open(
                        new ArchiveConfig("n1", 10, Duration.ofSeconds(10)),
                        tables,
                        new FileAnchorJournal(directory.resolve("anchors")),
                        new InMemoryArchiveKeys(),
                        InstantSource.fixed(TestEvents.NOW));
        List<CompletableFuture<ArchivePosition>> accepted = new ArrayList<>();
        CompletableFuture<ArchivePosition> last = archive.submit(TestEvents.message("hello"));
        while (!last.isCompletedExceptionally()) {
            accepted.add(last);
            assertThat(accepted).hasSizeLessThan(3 * WaitingEvents.MOST);
            last = archive.submit(TestEvents.message("hello"));
        }
        assertThatThrownBy(last::join)
                .hasCauseInstanceOf(ArchiveUnavailableException.class)
                .hasMessageContaining("too busy");
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(WaitingEvents.MOST);

        tables.gate.countDown();
        CompletableFuture.allOf(accepted.toArray(CompletableFuture[]::new)).join();
        archive.append(TestEvents.message("there is room again"));
        archive.close();
    }

    /// The key of a new day can't be kept.
    private static final class FullDisk implements ArchiveKeys {
        private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();

        @Override
        public DayKey current(RetentionClass retention, LocalDate day) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }

        @Override
        public Optional<DayKey> find(String id) {
            return keys.find(id);
        }

        @Override
        public String signer() {
            return keys.signer();
        }

        @Override
        public PublicKey publicKey() {
            return keys.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            return keys.sign(message);
        }
    }
}
