package org.earshot.proxy.archive.search;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.earshot.common.db.Columns;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RecordOpener.ListedChain;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.search.WordTable.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the chains, and puts the words of their records into the table, behind the delivery: no message waits for it.
/// A crash neither loses a record nor takes one twice, for the place in the chain moves with the words. Any number of
/// nodes may follow one chain, and the first wins; a chain of another node is left to that as long as it does it, and where
/// the keys of its content are not here. Thread-safe.
public final class ArchiveIndexer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ArchiveIndexer.class);

    private static final int BATCH = 256;

    /// So long another node may stand still with a chain of its own.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// The server's work goes first: what is much to do gets half of the time.
    private static final Duration LONGEST_REST = Duration.ofMillis(200);

    private final RecordOpener records;
    private final WordTable table;
    private final WordKeys keys;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();
    private final Map<UUID, Standstill> others = new HashMap<>();
    private volatile boolean closed;
    private volatile boolean failed;

    public ArchiveIndexer(
            RecordOpener records, WordTable table, WordKeys keys, InstantSource clock) {
        this.records = records;
        this.table = table;
        this.keys = keys;
        this.clock = clock;
    }

    /// Where a chain of another node stands, and since when.
    private record Standstill(long next, Instant since) {}

    /// The number and tokens of a key.
    private record Keyed(int key, Tokens tokens) {}

    /// Reads all that is there now, and returns when nothing is left, it can't be read now, or this is closed. Says once
    /// when it can't. For virtual threads.
    public void catchUp() {
        try {
            boolean more = true;
            while (more && !closed) {
                long begun = System.nanoTime();
                more = readSome();
                if (more) {
                    LockSupport.parkNanos(
                            Math.min(System.nanoTime() - begun, LONGEST_REST.toNanos()));
                }
            }
            failed = false;
        } catch (StoreUnavailableException e) { // others say so
            log.debug("the archive's words can't be read now", e);
        } catch (RuntimeException e) {
            if (!failed) {
                log.error("the archive's words can't be read, and are not searched for", e);
            }
            failed = true;
        }
    }

    /// Reads one batch of each chain, and takes no rest.
    ///
    /// @throws StoreUnavailableException if the database is away
    /// @return whether there may be more
    public boolean readSome() {
        one.lock();
        try {
            boolean more = false;
            Map<UUID, Progress> known = table.progress();
            for (ListedChain chain : records.chains()) {
                Progress progress = known.get(chain.chain());
                if (!closed && (progress == null || !progress.complete())) {
                    more |= follow(chain, progress == null ? table.begin(chain.chain()) : progress);
                }
            }
            return more;
        } finally {
            one.unlock();
        }
    }

    /// Returns when nothing is being read any more, nor will be.
    @Override
    public void close() {
        one.lock(); // behind the batch that is being read
        try {
            closed = true;
        } finally {
            one.unlock();
        }
    }

    private boolean follow(ListedChain chain, Progress progress) {
        if (!chain.ours() && isFollowedElsewhere(chain.chain(), progress)) {
            return false;
        }
        List<OpenedRecord> batch = records.from(chain.chain(), progress.next(), BATCH);
        if (batch.isEmpty()) {
            if (chain.ended()) {
                table.complete(progress);
            }
            return false;
        }
        // a key that is missing here may be there on the node that wrote the record
        boolean foreign =
                !chain.ours()
                        && batch.stream()
                                .anyMatch(row -> row.state() == OpenedRecord.State.WITHOUT_KEY);
        if (foreign) {
            return false;
        }
        long next = batch.getLast().event().position().number() + 1;
        boolean added = table.add(progress.chain(), progress.next(), next, rows(batch, progress));
        others.computeIfPresent(
                chain.chain(), (_, still) -> added ? new Standstill(next, still.since()) : still);
        return added && (batch.size() == BATCH || chain.ended());
    }

    private boolean isFollowedElsewhere(UUID chain, Progress progress) {
        Instant now = clock.instant();
        Standstill still =
                others.merge(
                        chain,
                        new Standstill(progress.next(), now),
                        (before, seen) -> before.next() == seen.next() ? before : seen);
        return Duration.between(still.since(), now).compareTo(PATIENCE) < 0;
    }

    private List<WordTable.Row> rows(List<OpenedRecord> batch, Progress progress) {
        Map<String, Keyed> keyed = new HashMap<>();
        List<WordTable.Row> rows = new ArrayList<>();
        for (OpenedRecord row : batch) {
            List<Term> terms = List.copyOf(Term.of(row));
            if (terms.isEmpty() || !WordKey.hasMonth(row.event().at())) {
                continue;
            }
            Posting posting =
                    new Posting(
                            Columns.micros(row.event().at()),
                            progress.chain(),
                            row.event().position().number());
            YearMonth month = WordKey.month(row.event().at());
            String retention = retention(row);
            Keyed with =
                    keyed.computeIfAbsent(retention + "." + month, _ -> keyed(retention, month));
            LongStream tokens = terms.stream().mapToLong(with.tokens()::of).distinct();
            tokens.forEach(token -> rows.add(new WordTable.Row(with.key(), token, posting)));
        }
        return rows;
    }

    private Keyed keyed(String retention, YearMonth month) {
        WordKey key = keys.current(retention, month);
        return new Keyed(table.key(key.id()), new Tokens(key));
    }

    /// A row may have been changed, and this becomes the name of a file.
    private static String retention(OpenedRecord row) {
        String name = row.event().retention();
        return RetentionClass.isName(name) ? name : RetentionClass.MESSAGE.name();
    }
}
