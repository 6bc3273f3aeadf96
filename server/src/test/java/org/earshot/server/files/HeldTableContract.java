package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.proxy.archive.ArchivePosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a table of held files does, whatever is under it. Each test may find rows of others there.
abstract class HeldTableContract {
    private static final AtomicInteger owners = new AtomicInteger();
    private static final HeldTable.Room ROOM = new HeldTable.Room(1000, Long.MAX_VALUE);
    private static final FileTable.Room FILES = new FileTable.Room(1000, Long.MAX_VALUE, 8);
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.123456Z");
    private static final String BOB = "sip:bob@example.org";

    private final SecureRandom random = new SecureRandom();
    private final String owner = "sip:held" + owners.incrementAndGet() + "@example.org";
    private Tables tables;

    /// Of one database.
    record Tables(FileTable files, HeldTable held) {}

    abstract Tables tables();

    @BeforeEach
    void open() {
        tables = tables();
    }

    private FileRow begun(long size) {
        FileRow row =
                new FileRow(
                        FileId.of(FileToken.random(random)),
                        owner,
                        size,
                        false,
                        NOW,
                        NOW.plus(Duration.ofDays(1)),
                        "1.sealed");
        assertThat(tables.files().add(row, List.of(BOB), FILES)).isEmpty();
        return row;
    }

    private HeldRow row(FileRow file) {
        return new HeldRow(
                file.id(),
                owner,
                file.size(),
                file.createdAt(),
                NOW.plusSeconds(1),
                NOW.plus(Duration.ofDays(7)),
                Optional.empty(),
                "2.sealed",
                "3.hold");
    }

    private HeldRow held(long size) {
        HeldRow row = row(begun(size));
        assertThat(tables.held().hold(row, ROOM)).isEqualTo(HeldTable.Outcome.HELD);
        return row;
    }

    @Test
    void aFileThatIsHeldIsAmongTheOthersNoMore() {
        HeldRow row = held(10);
        assertThat(tables.held().find(row.id())).contains(row);
        assertThat(tables.held().latest(Optional.of(owner), 10)).containsExactly(row);
        assertThat(tables.files().find(row.id())).isEmpty();
        assertThat(tables.files().latest(Optional.of(owner), 10)).isEmpty();
        assertThat(tables.files().parties(row.id())).containsExactly(BOB);
        assertThat(tables.files().address(row.id(), "sip:eve@example.org")).isFalse();
        assertThat(tables.held().hold(row, ROOM)).isEqualTo(HeldTable.Outcome.GONE);
        begun(1000); // its sender's own room is free again
    }

    @Test
    void aWholeFileIsNotHeld() {
        FileRow file = begun(10);
        HeldRow row = row(file);
        tables.files().complete(row.whole(NOW.plus(Duration.ofDays(30))), Optional.empty());
        assertThat(tables.held().hold(row, ROOM)).isEqualTo(HeldTable.Outcome.GONE);
        assertThat(tables.held().find(row.id())).isEmpty();
    }

    @Test
    void itIsReleasedOnce() {
        HeldRow row = held(10);
        FileRow whole = row.whole(NOW.plus(Duration.ofDays(30)));
        ArchivePosition record = new ArchivePosition(UUID.randomUUID(), 7);
        assertThat(tables.held().release(whole, NOW, Optional.of(record))).isTrue();
        assertThat(tables.held().release(whole, NOW, Optional.of(record))).isFalse();
        assertThat(tables.held().remove(row.id())).isFalse();
        assertThat(tables.files().find(row.id())).contains(whole);
        assertThat(tables.files().parties(row.id())).containsExactly(BOB);
        assertThat(tables.files().isRecorded(row.id())).isTrue();
        assertThat(tables.held().latest(Optional.of(owner), 10)).isEmpty();
        assertThat(tables.held().find(row.id()).flatMap(HeldRow::releasedAt)).contains(NOW);
    }

    @Test
    void whatHappenedIsUntoldUntilItWasTold() {
        HeldRow row = held(10);
        assertThat(tables.held().untold(10_000)).contains(row);
        tables.held().told(row);
        assertThat(tables.held().untold(10_000)).doesNotContain(row);
        tables.held().release(row.whole(NOW), NOW, Optional.empty());
        HeldRow released = tables.held().find(row.id()).orElseThrow();
        assertThat(tables.held().untold(10_000)).contains(released);
        tables.held().told(row); // of before
        assertThat(tables.held().untold(10_000)).contains(released);
        tables.held().told(released);
        assertThat(tables.held().find(row.id())).isEmpty();
        assertThat(tables.files().find(row.id())).isPresent();
    }

    @Test
    void whatIsErasedHasNobodyWhomItIsForEither() {
        HeldRow row = held(10);
        assertThat(tables.held().remove(row.id())).isTrue();
        assertThat(tables.held().remove(row.id())).isFalse();
        assertThat(tables.held().find(row.id())).isEmpty();
        assertThat(tables.files().parties(row.id())).isEmpty();
    }

    @Test
    void thoseWhoseTimeIsOverAreFound() {
        HeldRow row = held(10);
        HeldRow released = held(10);
        tables.held().release(released.whole(NOW), NOW, Optional.empty());
        assertThat(tables.held().expired(row.expiresAt(), 10_000))
                .contains(row)
                .noneMatch(one -> one.id().equals(released.id()));
        assertThat(tables.held().expired(row.expiresAt().minusMillis(1), 10_000))
                .doesNotContain(row);
    }

    @Test
    void whatDoesNotFitIsNotHeld() {
        HeldRow first = held(600);
        HeldRow second = row(begun(401));
        assertThat(tables.held().hasRoom(second, ROOM)).isFalse();
        assertThat(tables.held().hasRoom(second, new HeldTable.Room(Long.MAX_VALUE, 400)))
                .isFalse();
        assertThat(
                        tables.held()
                                .hasRoom(
                                        second, new HeldTable.Room(Long.MAX_VALUE, Long.MAX_VALUE)))
                .isTrue();
        assertThat(tables.held().hold(second, ROOM)).isEqualTo(HeldTable.Outcome.FULL);
        assertThat(tables.files().find(second.id())).isPresent();
        assertThat(tables.held().hold(second, new HeldTable.Room(Long.MAX_VALUE, 400)))
                .isEqualTo(HeldTable.Outcome.FULL);
        tables.held().release(first.whole(NOW), NOW, Optional.empty());
        assertThat(tables.held().hold(second, ROOM)).isEqualTo(HeldTable.Outcome.HELD);
        assertThat(tables.held().usage().bytes()).isGreaterThanOrEqualTo(401);
    }

    @Test
    void ofSeveralAtOnceNoneGetsMoreThanThereIsRoomFor() throws Exception {
        List<HeldRow> rows = List.of(row(begun(200)), row(begun(200)), row(begun(200)));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<HeldTable.Outcome>> outcomes =
                    rows.stream()
                            .map(row ->
                                    threads.submit(() ->
                                            tables.held()
                                                    .hold(
                                                            row,
                                                            new HeldTable.Room(
                                                                    400, Long.MAX_VALUE))))
                            .toList();
            int held = 0;
            for (Future<HeldTable.Outcome> outcome : outcomes) {
                held += outcome.get() == HeldTable.Outcome.HELD ? 1 : 0;
            }
            assertThat(held).isEqualTo(2);
        }
    }
}
