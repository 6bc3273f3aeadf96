package org.earshot.proxy.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.earshot.common.db.DatabaseException;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.WaitingEvents.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The archive: one thread takes what waits, chains it, commits it, anchors it, and only then says so. Many events share
/// one commit when busy (up to [#LIMIT]).
public final class ChainedArchive implements Archive {
    /// Events in one commit at most.
    static final int LIMIT = 256;

    private static final Logger log = LoggerFactory.getLogger(ChainedArchive.class);
    private static final int BYTES_LIMIT = 4 << 20;

    private static final Duration UNHURRIED = Duration.ofMillis(50);

    /// Between two tries of an anchor.
    private static final Duration AGAIN = Duration.ofMillis(100);

    /// What comes while an anchor fails for longer is refused at once.
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final ArchiveConfig config;
    private final AnchorJournal anchors;
    private final ContentSealer sealer;
    private final SecureRandom random;
    private final ChainWriter chain;
    private final WaitingEvents waiting = new WaitingEvents();
    private final AnchorWatch watch = new AnchorWatch();
    private final Thread thread;
    private final UnaryOperator<RetentionClass> inForce;

    private ChainedArchive(
            ArchiveConfig config,
            ArchiveTables tables,
            AnchorJournal anchors,
            ArchiveKeys keys,
            UnaryOperator<RetentionClass> inForce,
            InstantSource clock) {
        this.inForce = inForce;
        this.config = config;
        this.anchors = anchors;
        random = new SecureRandom();
        sealer = new ContentSealer(keys, random);
        chain = new ChainWriter(config, tables, anchors, keys, clock, random);
        watch.begin(); // the opening: until then nothing proves the last records of earlier starts
        thread = Thread.ofPlatform().daemon().name("archive").unstarted(this::serve);
    }

    /// Opens a chain of its own as soon as the tables can be reached, and recovers those of earlier starts.
    ///
    /// @param anchors closed with the archive
    public static ChainedArchive open(
            ArchiveConfig config,
            ArchiveTables tables,
            AnchorJournal anchors,
            ArchiveKeys keys,
            InstantSource clock) {
        return open(config, tables, anchors, keys, UnaryOperator.identity(), clock);
    }

    /// The same, with what is kept for how long.
    ///
    /// @param inForce gives for an event's class the one that its record gets
    public static ChainedArchive open(
            ArchiveConfig config,
            ArchiveTables tables,
            AnchorJournal anchors,
            ArchiveKeys keys,
            UnaryOperator<RetentionClass> inForce,
            InstantSource clock) {
        ChainedArchive archive = new ChainedArchive(config, tables, anchors, keys, inForce, clock);
        archive.thread.start();
        return archive;
    }

    @Override
    public CompletableFuture<ArchivePosition> submit(
            ArchiveEvent event, Optional<Companion> companion) {
        return submit(event, companion, true);
    }

    @Override
    public CompletableFuture<ArchivePosition> submitUnhurried(
            ArchiveEvent event, Companion companion) {
        return submit(event, Optional.of(companion), false);
    }

    @Override
    public CompletableFuture<ArchivePosition> submitUnhurried(ArchiveEvent event) {
        return submit(event, Optional.empty(), false);
    }

    private CompletableFuture<ArchivePosition> submit(
            ArchiveEvent event, Optional<Companion> companion, boolean urgent) {
        Draft draft;
        try {
            draft = Draft.of(event, inForce.apply(event.retention()), sealer, random);
        } catch (StoreUnavailableException e) { // it is not known yet how long it is kept
            log.debug("an event can't be made ready for the archive", e);
            return CompletableFuture.failedFuture(
                    new ArchiveUnavailableException("the event could not be archived", e));
        } catch (RuntimeException e) { // such as a disk without room for the key of a new day
            log.error("an event can't be made ready for the archive", e);
            return CompletableFuture.failedFuture(
                    new ArchiveUnavailableException("the event could not be sealed", e));
        }
        Entry entry = new Entry(Optional.of(draft), companion, urgent, new CompletableFuture<>());
        waiting.add(entry).ifPresent(why -> entry.fail(why, null));
        return entry.done();
    }

    @Override
    public boolean awaitAnchors(Duration atMost) {
        return watch.await(atMost);
    }

    @Override
    public void close() {
        var _ = waiting.add(Entry.end());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        boolean reachable = idle(true, true);
        Optional<Entry> next = Optional.empty();
        while (true) {
            if (next.isEmpty()) {
                next = waiting.poll(config.checkpointAfter());
            }
            if (next.isEmpty()) {
                reachable = idle(reachable, false);
                continue;
            }
            if (next.get().isEnd()) {
                end();
                return;
            }
            List<Entry> batch = new ArrayList<>();
            int bytes = 0;
            boolean urgent = false;
            long deadline = System.nanoTime() + UNHURRIED.toNanos();
            while (next.isPresent()
                    && !next.get().isEnd()
                    && batch.size() < LIMIT
                    && (batch.isEmpty() || bytes + next.get().size() <= BYTES_LIMIT)) {
                batch.add(next.get());
                bytes += next.get().size();
                urgent |= next.get().urgent();
                next =
                        waiting.poll(
                                urgent
                                        ? Duration.ZERO
                                        : Duration.ofNanos(deadline - System.nanoTime()));
            }
            write(batch);
        }
    }

    private void write(List<Entry> batch) {
        try {
            chain.open();
        } catch (IOException | RuntimeException | Error e) { // none of these has been sent
            log.debug("the archive can't be written", e);
            fail(batch, e);
            return;
        }
        watch.begin();
        try {
            List<ArchivePosition> positions = add(batch);
            watch.caughtUp();
            complete(batch, positions);
        } catch (CompanionRefusedException | DatabaseException e) {
            watch.caughtUp();
            if (batch.size() > 1) {
                halve(batch);
            } else if (e instanceof CompanionRefusedException) {
                batch.getFirst().done().completeExceptionally(e);
            } else {
                log.error("an event was refused by the archive's database", e);
                fail(batch, e);
            }
        } catch (StoreUnavailableException | IOException e) {
            log.debug("the archive can't be written", e);
            finish(batch, e);
        } catch (RuntimeException | Error e) {
            log.error("the archive failed", e);
            finish(batch, e);
        }
    }

    private List<ArchivePosition> add(List<Entry> batch) throws IOException {
        return chain.write(
                batch.stream().map(Entry::draft).toList(),
                batch.stream().map(Entry::companion).flatMap(Optional::stream).toList());
    }

    private static void complete(List<Entry> batch, List<ArchivePosition> positions) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).done().complete(positions.get(i));
        }
    }

    /// Some of these may be committed, and not anchored. What is committed can't be refused any more, since other nodes
    /// and the next start find it: so its senders wait while the anchor is tried again.
    private void finish(List<Entry> batch, Throwable why) {
        long begun = System.nanoTime();
        while (true) {
            try {
                Optional<List<ArchivePosition>> positions = chain.finish();
                watch.caughtUp();
                positions.ifPresentOrElse(all -> complete(batch, all), () -> fail(batch, why));
                return;
            } catch (IOException | RuntimeException | Error e) {
                log.debug("what was sent to the archive is not finished", e);
            }
            if (!chain.isCommitted()) {
                fail(batch, why); // the database is away, and whether it was cannot be known
                return;
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            if (waited.compareTo(config.anchorPatience()) >= 0 || waiting.isClosed()) {
                log.error(
                        "{} events are committed, and can't be anchored; nothing more is taken, and they are not delivered, until they are: {}",
                        batch.size(),
                        why.toString());
                batch.forEach(entry ->
                        entry.done()
                                .completeExceptionally(
                                        new NotYetAnchoredException(
                                                "the event is not anchored yet", why)));
                return;
            }
            if (waited.compareTo(SHORT) >= 0) {
                fail(waiting.drain(), why); // these have not been sent
            }
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }

    // one of them does not fit: let only that one fail, with few commits more
    private void halve(List<Entry> batch) {
        int middle = batch.size() / 2;
        write(batch.subList(0, middle));
        write(batch.subList(middle, batch.size()));
    }

    private static void fail(List<Entry> batch, Throwable why) {
        batch.forEach(entry -> entry.fail("the event could not be archived", why));
    }

    // what can be done while nobody waits: open the chain, write a checkpoint; says once when that
    // fails
    private boolean idle(boolean wasReachable, boolean first) {
        try {
            if (first) {
                chain.open();
            } else {
                chain.checkpoint();
            }
            watch.caughtUp();
            return true;
        } catch (IOException | RuntimeException | Error e) {
            if (wasReachable) {
                log.warn("the archive can't be written: {}", e.toString());
            }
            return false;
        }
    }

    private void end() {
        try {
            chain.close();
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "the archive's chain was not closed; the next start recovers it: {}",
                    e.toString());
        }
        try {
            anchors.close();
        } catch (IOException e) {
            log.warn("the anchor journal was not closed: {}", e.toString());
        }
    }
}
