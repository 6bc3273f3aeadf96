package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.proxy.archive.ArchivePosition;
import org.junit.jupiter.api.Test;

/// What a table of files does, whatever is under it. Each test may find rows of others there.
abstract class FileTableContract {
    private static final AtomicInteger owners = new AtomicInteger();
    private static final FileTable.Room ROOM = new FileTable.Room(1000, Long.MAX_VALUE, 3);
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final String owner = "sip:owner" + owners.incrementAndGet() + "@example.org";

    abstract FileTable table();

    private FileRow row(long size) {
        return row(size, NOW);
    }

    private FileRow row(long size, Instant created) {
        return new FileRow(
                FileId.of(FileToken.random(random)),
                owner,
                size,
                false,
                created,
                created.plus(Duration.ofDays(1)),
                "1.sealed");
    }

    private static FileRow whole(FileRow row, long size) {
        return new FileRow(
                row.id(),
                row.owner(),
                size,
                true,
                row.createdAt(),
                NOW.plus(Duration.ofDays(30)),
                "2.sealed");
    }

    @Test
    void aFileComesBackAsItWasWritten() {
        FileRow row = row(10);
        assertThat(table().add(row, List.of("sip:b@example.org", "sip:a@example.org"), ROOM))
                .isEmpty();
        assertThat(table().find(row.id())).contains(row);
        assertThat(table().parties(row.id()))
                .containsExactly("sip:a@example.org", "sip:b@example.org");
        assertThat(table().find(row(1).id())).isEmpty();
        assertThat(table().parties(row(1).id())).isEmpty();
    }

    @Test
    void itBecomesWholeOnce() {
        FileRow row = row(10);
        table().add(row, List.of(), ROOM);
        assertThat(table().complete(whole(row, 7), Optional.empty())).isTrue();
        assertThat(table().find(row.id())).contains(whole(row, 7));
        assertThat(table().complete(whole(row, 8), Optional.empty())).isFalse();
        assertThat(table().find(row.id())).contains(whole(row, 7));
        assertThat(table().complete(whole(row(1), 1), Optional.empty())).isFalse();
    }

    @Test
    void oneMoreMayFetchIt() {
        FileRow row = row(10);
        table().add(row, List.of("sip:a@example.org"), ROOM);
        assertThat(table().address(row.id(), "sip:a@example.org")).isFalse();
        assertThat(table().address(row.id(), "sip:z@example.org")).isTrue();
        assertThat(table().address(row.id(), "sip:z@example.org")).isFalse();
        assertThat(table().parties(row.id()))
                .containsExactly("sip:a@example.org", "sip:z@example.org");
        assertThat(table().address(row(1).id(), "sip:a@example.org")).isFalse();
    }

    @Test
    void whatIsRemovedIsGoneWithThoseWhoMightHaveFetchedIt() {
        FileRow row = row(10);
        table().add(row, List.of("sip:a@example.org"), ROOM);
        assertThat(table().remove(row.id())).isTrue();
        assertThat(table().remove(row.id())).isFalse();
        assertThat(table().find(row.id())).isEmpty();
        assertThat(table().parties(row.id())).isEmpty();
    }

    @Test
    void thereIsRoomForSoManyBytesOfAnOwner() {
        FileRow first = row(600);
        assertThat(table().add(first, List.of(), ROOM)).isEmpty();
        assertThat(table().add(row(401), List.of(), ROOM)).contains(FileTable.Full.OWNER);
        assertThat(table().add(row(400), List.of(), ROOM)).isEmpty();
        assertThat(table().add(row(1), List.of(), ROOM)).contains(FileTable.Full.OWNER);
        table().complete(whole(first, 500), Optional.empty());
        assertThat(table().add(row(100), List.of(), ROOM)).isEmpty();
    }

    @Test
    void thereIsRoomForSoManyThatAreNotWhole() {
        FileRow first = row(1);
        table().add(first, List.of(), ROOM);
        table().add(row(1), List.of(), ROOM);
        table().add(row(1), List.of(), ROOM);
        assertThat(table().add(row(1), List.of(), ROOM)).contains(FileTable.Full.UNFINISHED);
        table().complete(whole(first, 1), Optional.empty());
        assertThat(table().add(row(1), List.of(), ROOM)).isEmpty();
    }

    @Test
    void thereIsRoomForSoManyBytesOfAll() {
        long used = table().usage().bytes() + table().usage().reserved();
        assertThat(table().add(row(11), List.of(), new FileTable.Room(1000, used + 10, 3)))
                .contains(FileTable.Full.ALL);
        assertThat(table().add(row(10), List.of(), new FileTable.Room(1000, used + 10, 3)))
                .isEmpty();
    }

    @Test
    void ofManyAtOnceNoneGetsMoreThanThereIs() throws Exception {
        FileTable.Room room = new FileTable.Room(100, Long.MAX_VALUE, 100);
        FileTable table = table(); // on the test's own thread, which is skipped where there is none
        int added = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(4)) {
            List<Future<Optional<FileTable.Full>>> all =
                    many.invokeAll(
                            java.util.stream.IntStream.range(0, 20)
                                    .<java.util.concurrent.Callable<Optional<FileTable.Full>>>
                                            mapToObj(_ -> () -> table.add(row(10), List.of(), room))
                                    .toList());
            for (Future<Optional<FileTable.Full>> one : all) {
                added += one.get().isEmpty() ? 1 : 0;
            }
        }
        assertThat(added).isEqualTo(10);
    }

    @Test
    void whatIsOverIsFoundTheOldestFirst() {
        Instant long_ago = Instant.parse("2001-01-01T00:00:00Z");
        FileRow second = row(1, long_ago.plusSeconds(2));
        FileRow first = row(1, long_ago.plusSeconds(1));
        FileRow later = row(1, long_ago.plusSeconds(10));
        table().add(second, List.of(), ROOM);
        table().add(first, List.of(), ROOM);
        table().add(later, List.of(), ROOM);
        Instant now = long_ago.plus(Duration.ofDays(1)).plusSeconds(2);
        assertThat(table().expired(now, 10)).containsExactly(first, second);
        assertThat(table().expired(now, 1)).containsExactly(first);
        table().remove(first.id());
        table().remove(second.id());
        table().remove(later.id());
    }

    @Test
    void theLatestOfAnOwnerComeFirst() {
        FileRow old = row(1, NOW.minusSeconds(5));
        FileRow young = row(1, NOW);
        table().add(old, List.of(), ROOM);
        table().add(young, List.of(), ROOM);
        assertThat(table().latest(Optional.of(owner), 10)).containsExactly(young, old);
        assertThat(table().latest(Optional.of(owner), 1)).containsExactly(young);
        assertThat(table().latest(Optional.of("sip:nobody@example.org"), 10)).isEmpty();
        assertThat(table().latest(Optional.empty(), 10_000)).contains(young, old);
    }

    @Test
    void whatThereIsIsCounted() {
        FileTable.Usage before = table().usage();
        FileRow row = row(10);
        table().add(row, List.of(), ROOM);
        table().add(row(20), List.of(), ROOM);
        table().complete(whole(row, 7), Optional.empty());
        assertThat(table().usage())
                .isEqualTo(
                        new FileTable.Usage(
                                before.files() + 1,
                                before.bytes() + 7,
                                before.unfinished() + 1,
                                before.reserved() + 20,
                                before.recorded(),
                                before.bytesRecorded()));
    }

    @Test
    void whatTheRecordKeepsOutlivesTheFile() {
        FileTable.Usage before = table().usage();
        List<RecordedFile> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FileRow row = row(10);
            table().add(row, List.of(), new FileTable.Room(1000, 1L << 40, 9));
            ArchivePosition record = new ArchivePosition(UUID.randomUUID(), 1L << (i * 10));
            assertThat(table().isRecorded(row.id())).isFalse();
            assertThat(table().complete(whole(row, 10 + i), Optional.of(record))).isTrue();
            assertThat(table().complete(whole(row, 10 + i), Optional.of(record))).isFalse();
            table().remove(row.id());
            assertThat(table().isRecorded(row.id())).isTrue();
            kept.add(new RecordedFile(row.id(), 10 + i, record));
        }
        assertThat(table().complete(whole(row(1), 1), Optional.of(kept.getFirst().record())))
                .isFalse();
        assertThat(table().usage().recorded()).isEqualTo(before.recorded() + 5);
        assertThat(table().usage().bytesRecorded()).isEqualTo(before.bytesRecorded() + 60);
        assertThat(recorded()).containsAll(kept);
        table().forgetRecorded(kept.getFirst().id());
        table().forgetRecorded(kept.getFirst().id());
        assertThat(table().isRecorded(kept.getFirst().id())).isFalse();
        assertThat(recorded())
                .doesNotContain(kept.getFirst())
                .containsAll(kept.subList(1, 5))
                .doesNotHaveDuplicates();
    }

    /// All, by pages of two.
    private List<RecordedFile> recorded() {
        List<RecordedFile> all = new ArrayList<>();
        List<RecordedFile> page = table().recorded(Optional.empty(), 2);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = table().recorded(Optional.of(page.getLast().id()), 2);
        }
        return all;
    }
}
