package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.earshot.common.db.DatabaseException;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of events while the archive can't be written.
class EventBacklogTest {
    private final List<UUID> written = new ArrayList<>();
    private final List<ArchiveEvent> events = new ArrayList<>();
    private final Set<UUID> hopeless = new HashSet<>();
    private final FakeTimers clock = new FakeTimers();
    private boolean available;
    private boolean broken;
    private int breaksAfter;

    private final Archive archive =
            new Archive() {
                @Override
                public CompletableFuture<ArchivePosition> submit(
                        ArchiveEvent event, Optional<Companion> companion) {
                    if (!available) {
                        return failed(null);
                    }
                    if (broken && breaksAfter-- <= 0) {
                        return failed(new DatabaseException("no such table", null));
                    }
                    if (hopeless.contains(event.id())) {
                        return failed(
                                written.isEmpty()
                                        ? new IllegalArgumentException("too long")
                                        : new DatabaseException("does not fit", null));
                    }
                    written.add(event.id());
                    events.add(event);
                    return CompletableFuture.completedFuture(
                            new ArchivePosition(new UUID(0, 0), written.size()));
                }

                @Override
                public void close() {}
            };

    @TempDir private Path directory;

    private EventBacklog backlog;

    @BeforeEach
    void begin() {
        backlog = opened(EventSpool.none());
    }

    private EventBacklog opened(EventSpool spool) {
        EventBacklog opened = new EventBacklog(archive, spool, clock, Runnable::run, clock);
        opened.start();
        return opened;
    }

    private EventSpool spool() {
        return new FileEventSpool(
                directory.resolve("waiting"),
                KeyRing.open(directory.resolve("keys")).box(KeyName.MESSAGE));
    }

    private static CompletableFuture<ArchivePosition> failed(Throwable cause) {
        return CompletableFuture.failedFuture(new ArchiveUnavailableException("away", cause));
    }

    private ArchiveEvent added() {
        ArchiveEvent event = TestEvents.delivered(UUID.randomUUID());
        var _ = backlog.add(event);
        return event;
    }

    @Test
    void oneThatCanNeverBeWrittenDoesNotStopTheOthers() {
        hopeless.add(added().id());
        ArchiveEvent second = added();
        hopeless.add(added().id());
        ArchiveEvent last = added();
        available = true;
        clock.advance(EventBacklog.AGAIN.multipliedBy(5));
        assertThat(written).containsExactly(second.id(), last.id());
        writeSome();
        assertThat(gap())
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class,
                        gap -> {
                            assertThat(gap.events()).isEqualTo(2);
                            assertThat(gap.lost()).isEqualTo(2);
                        });
        assertThat(backlog.waiting()).isZero();
    }

    private ArchiveEvent gap() {
        return events.stream()
                .filter(ArchiveEvent.RecordGap.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    /// Others are written, which shows who is at fault.
    private void writeSome() {
        for (int i = 0; i < 5; i++) {
            added();
            clock.advance(EventBacklog.AGAIN);
        }
    }

    @Test
    void anArchiveWithOneGoodMomentLosesNone() {
        available = true;
        broken = true;
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(added().id());
        }
        clock.advance(EventBacklog.AGAIN.multipliedBy(3));
        breaksAfter = 1;
        clock.advance(EventBacklog.AGAIN.multipliedBy(3));
        assertThat(written).hasSize(1);
        broken = false;
        clock.advance(EventBacklog.AGAIN.multipliedBy(3));
        assertThat(written).containsAll(all).hasSize(51);
    }

    @Test
    void theRecordSaysFromWhenOnItWasBehind() {
        ArchiveEvent first = added();
        clock.advance(EventBacklog.AGAIN.multipliedBy(10));
        added();
        available = true;
        clock.advance(EventBacklog.AGAIN);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class,
                        gap -> {
                            assertThat(gap.began()).isEqualTo(first.at());
                            assertThat(gap.at()).isEqualTo(clock.instant());
                            assertThat(gap.events()).isEqualTo(2);
                            assertThat(gap.lost()).isZero();
                        });
        assertThat(backlog.waiting()).isZero();
        added();
        assertThat(events.getLast()).isNotInstanceOf(ArchiveEvent.RecordGap.class);
    }

    @Test
    void whatWaitsOutlivesTheEndOfTheServer() {
        backlog = opened(spool());
        ArchiveEvent first = added();
        ArchiveEvent second = TestEvents.message("grüße 👂");
        assertThat(backlog.keepAndAdd(second)).isTrue();
        // the process is killed: nothing closes
        available = true;
        backlog = opened(spool());
        assertThat(written).startsWith(first.id(), second.id()).hasSize(3);
        assertThat(EventFacts.of(events.getFirst())).isEqualTo(EventFacts.of(first));
        assertThat(EventFacts.of(events.get(1))).isEqualTo(EventFacts.of(second));
        assertThat(events.get(1).at()).isEqualTo(second.at());
        assertThat(events.get(1).retention()).isEqualTo(second.retention());
        assertThat(directory.resolve("waiting")).doesNotExist();
        opened(spool());
        assertThat(written).as("once").hasSize(3);
    }

    @Test
    void anArchiveThatBlamesItsEventsLosesNone() {
        available = true;
        broken = true;
        ArchiveEvent first = added();
        clock.advance(EventBacklog.AGAIN.multipliedBy(5));
        ArchiveEvent second = added();
        clock.advance(EventBacklog.AGAIN.multipliedBy(5));
        assertThat(written).isEmpty();
        broken = false;
        clock.advance(EventBacklog.AGAIN.multipliedBy(2));
        assertThat(written).contains(first.id(), second.id()).hasSize(3);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class, gap -> assertThat(gap.lost()).isZero());
    }

    @Test
    void oneThatIsAtFaultIsCountedAlsoWhereTheArchiveWasNeverAway() {
        available = true;
        ArchiveEvent wrong = TestEvents.delivered(UUID.randomUUID());
        hopeless.add(wrong.id());
        var _ = backlog.add(wrong);
        writeSome();
        assertThat(gap())
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class, gap -> assertThat(gap.lost()).isEqualTo(1));
        assertThat(backlog.waiting()).isZero();
    }

    @Test
    void howMuchIsLostIsKnownAfterTheEnd() {
        backlog = opened(spool());
        for (int i = 0; i < EventBacklog.MOST + 5; i++) {
            added();
        }
        backlog.close();
        available = true;
        opened(spool());
        clock.advance(EventBacklog.AGAIN);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class,
                        gap -> {
                            assertThat(gap.lost()).isEqualTo(5);
                            assertThat(gap.events()).isEqualTo(EventBacklog.MOST);
                        });
        assertThat(directory.resolve("waiting")).doesNotExist();
    }

    @Test
    void slowIsNotAway() {
        List<CompletableFuture<ArchivePosition>> slow = new ArrayList<>();
        List<ArchiveEvent> taken = new ArrayList<>();
        Archive later =
                new Archive() {
                    @Override
                    public CompletableFuture<ArchivePosition> submit(
                            ArchiveEvent event, Optional<Companion> companion) {
                        taken.add(event);
                        slow.add(new CompletableFuture<>());
                        return slow.getLast();
                    }

                    @Override
                    public void close() {}
                };
        backlog = new EventBacklog(later, spool(), clock, Runnable::run, clock);
        added();
        clock.advance(EventBacklog.SLOW);
        assertThat(directory.resolve("waiting")).exists();
        slow.getLast().complete(new ArchivePosition(new UUID(0, 0), 1));
        assertThat(directory.resolve("waiting")).doesNotExist();
        assertThat(taken).as("no gap").hasSize(1);
        assertThat(backlog.waiting()).isZero();
    }

    @Test
    void theArchiveDoesNotWaitForTheDisk() throws Exception {
        CountDownLatch diskIsBack = new CountDownLatch(1);
        List<ArchiveEvent> onDisk = new ArrayList<>();
        EventSpool stuck = new StuckSpool(diskIsBack, onDisk);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            backlog = new EventBacklog(archive, stuck, clock, threads, clock);
            ArchiveEvent first = TestEvents.delivered(UUID.randomUUID());
            CompletableFuture<Void> firstIsSafe = backlog.add(first);
            ArchiveEvent second = TestEvents.delivered(UUID.randomUUID());
            List<CompletableFuture<Void>> safe = new ArrayList<>();
            threads.submit(() -> safe.add(backlog.add(second))).get(60, TimeUnit.SECONDS);
            available = true;
            threads.submit(() -> safe.add(backlog.add(TestEvents.message("third"))))
                    .get(60, TimeUnit.SECONDS);
            CompletableFuture<Void> secondIsSafe = safe.getFirst();
            CompletableFuture<Void> thirdIsSafe = safe.getLast();
            assertThat(thirdIsSafe).as("in the archive").isCompleted();
            assertThat(firstIsSafe).as("neither there nor on the disk").isNotDone();
            assertThat(secondIsSafe).isNotDone();
            diskIsBack.countDown();
            CompletableFuture.allOf(firstIsSafe, secondIsSafe).get(60, TimeUnit.SECONDS);
            assertThat(onDisk).containsExactly(first, second);
        }
    }

    /// A disk that does not answer for a while.
    private record StuckSpool(CountDownLatch isBack, List<ArchiveEvent> kept)
            implements EventSpool {
        @Override
        public Left left() {
            return new Left(List.of(), 0);
        }

        @Override
        public void keep(List<ArchiveEvent> events) throws IOException {
            try {
                isBack.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            kept.addAll(events);
        }

        @Override
        public void written(List<UUID> events) {}

        @Override
        public void lost(long count) {}

        @Override
        public void clear() {}

        @Override
        public boolean isDurable() {
            return true;
        }
    }

    @Test
    void whatASlowArchiveHasNotTakenYetOutlivesTheEndToo() {
        List<CompletableFuture<ArchivePosition>> slow = new ArrayList<>();
        Archive never =
                new Archive() {
                    @Override
                    public CompletableFuture<ArchivePosition> submit(
                            ArchiveEvent event, Optional<Companion> companion) {
                        slow.add(new CompletableFuture<>());
                        return slow.getLast();
                    }

                    @Override
                    public void close() {}
                };
        backlog = new EventBacklog(never, spool(), clock, Runnable::run, clock);
        ArchiveEvent first = added();
        ArchiveEvent second = added();
        clock.advance(EventBacklog.SLOW);
        assertThat(backlog.waiting()).isEqualTo(2);
        slow.getLast().complete(new ArchivePosition(new UUID(0, 0), 1));
        assertThat(backlog.waiting()).isEqualTo(1);
        // killed here
        available = true;
        opened(spool());
        assertThat(written).startsWith(first.id()).doesNotContain(second.id());
    }

    @Test
    void whatComesDuringTheEndIsKeptForTheNextStart() {
        backlog = opened(spool());
        ArchiveEvent first = added();
        backlog.close();
        ArchiveEvent second = added();
        available = true;
        opened(spool());
        assertThat(written).startsWith(first.id(), second.id());
    }

    @Test
    void moreThanThereIsRoomForIsCounted() {
        for (int i = 0; i < EventBacklog.MOST + 3; i++) {
            added();
        }
        assertThat(backlog.keepAndAdd(TestEvents.message("no room"))).isFalse();
        available = true;
        clock.advance(EventBacklog.AGAIN);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ArchiveEvent.RecordGap.class, gap -> assertThat(gap.lost()).isEqualTo(3));
        assertThat(backlog.keepAndAdd(TestEvents.message("room"))).isTrue();
    }

    @Test
    void theEndTriesOnceMore() {
        ArchiveEvent first = added();
        ArchiveEvent second = added();
        available = true;
        backlog.close();
        assertThat(written).startsWith(first.id(), second.id()).hasSize(3);
        clock.advance(EventBacklog.AGAIN.multipliedBy(2));
        assertThat(written).hasSize(3);
    }

    @Test
    void afterTheEndNothingIsTriedAgain() {
        added();
        backlog.close();
        added();
        available = true;
        clock.advance(EventBacklog.AGAIN.multipliedBy(2));
        assertThat(written).isEmpty();
    }
}
