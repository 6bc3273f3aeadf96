package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.db.DatabaseException;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

/// What becomes of events while the archive can't be written.
class EventBacklogTest {
    private final List<UUID> written = new ArrayList<>();
    private final Set<UUID> hopeless = new HashSet<>();
    private final FakeTimers clock = new FakeTimers();
    private boolean available;

    private final Archive archive =
            new Archive() {
                @Override
                public CompletableFuture<ArchivePosition> submit(
                        ArchiveEvent event, Optional<Companion> companion) {
                    if (!available) {
                        return failed(null);
                    }
                    if (hopeless.contains(event.id())) {
                        return failed(
                                written.isEmpty()
                                        ? new IllegalArgumentException("too long")
                                        : new DatabaseException("does not fit", null));
                    }
                    written.add(event.id());
                    return CompletableFuture.completedFuture(
                            new ArchivePosition(new UUID(0, 0), written.size()));
                }

                @Override
                public void close() {}
            };

    private final EventBacklog backlog = new EventBacklog(archive, clock, Runnable::run);

    private static CompletableFuture<ArchivePosition> failed(Throwable cause) {
        return CompletableFuture.failedFuture(new ArchiveUnavailableException("away", cause));
    }

    private ArchiveEvent added() {
        ArchiveEvent event = TestEvents.delivered(UUID.randomUUID());
        backlog.add(event);
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
    }

    @Test
    void theEndTriesOnceMore() {
        ArchiveEvent first = added();
        ArchiveEvent second = added();
        available = true;
        backlog.close();
        assertThat(written).containsExactly(first.id(), second.id());
        clock.advance(EventBacklog.AGAIN.multipliedBy(2));
        assertThat(written).hasSize(2);
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
