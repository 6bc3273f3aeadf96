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
import java.util.UUID;
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
        BlockedTables tables = new BlockedTables();
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
            assertThat(accepted).hasSizeLessThan(3 * ChainedArchive.MOST_WAITING);
            last = archive.submit(TestEvents.message("hello"));
        }
        assertThatThrownBy(last::join)
                .hasCauseInstanceOf(ArchiveUnavailableException.class)
                .hasMessageContaining("too busy");
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(ChainedArchive.MOST_WAITING);

        tables.open.countDown();
        CompletableFuture.allOf(accepted.toArray(CompletableFuture[]::new)).join();
        archive.append(TestEvents.message("there is room again"));
        archive.close();
    }

    /// A database that does not come to an end with its first commit.
    private static final class BlockedTables implements ArchiveTables {
        private final InMemoryArchiveTables tables = new InMemoryArchiveTables();
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void add(Addition addition) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            tables.add(addition);
        }

        @Override
        public List<Chain> chains() {
            return tables.chains();
        }

        @Override
        public List<UUID> openChains() {
            return tables.openChains();
        }

        @Override
        public List<ArchiveRecord> records(UUID chain, long from, int limit) {
            return tables.records(chain, from, limit);
        }

        @Override
        public Optional<ArchiveRecord> last(UUID chain) {
            return tables.last(chain);
        }

        @Override
        public List<ArchiveRecord> signedRecords() {
            return tables.signedRecords();
        }

        @Override
        public List<Checkpoint> checkpoints(UUID chain) {
            return tables.checkpoints(chain);
        }

        @Override
        public List<ArchiveRecord> search(ArchiveQuery query) {
            return tables.search(query);
        }
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
