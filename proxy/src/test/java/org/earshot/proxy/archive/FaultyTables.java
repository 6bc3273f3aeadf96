package org.earshot.proxy.archive;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.earshot.common.db.StoreUnavailableException;

/// Tables that can be away, and whose commits can take long.
final class FaultyTables implements ArchiveTables {
    private final ArchiveTables inner;

    /// What is wrong.
    volatile Optional<Fault> fault = Optional.empty();

    /// No commit begins before this is zero.
    volatile CountDownLatch gate = new CountDownLatch(0);

    enum Fault {
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    FaultyTables(ArchiveTables inner) {
        this.inner = inner;
    }

    @Override
    public void add(Addition addition) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (fault.equals(Optional.of(Fault.BEFORE_COMMIT))) {
            throw new StoreUnavailableException("away", null);
        }
        inner.add(addition);
        if (fault.equals(Optional.of(Fault.AFTER_COMMIT))) {
            throw new StoreUnavailableException("away", null);
        }
    }

    @Override
    public List<Chain> chains() {
        return inner.chains();
    }

    @Override
    public List<UUID> openChains() {
        return inner.openChains();
    }

    @Override
    public List<ArchiveRecord> records(UUID chain, long from, int limit) {
        return inner.records(chain, from, limit);
    }

    @Override
    public List<ArchiveRecord> recordsWithParties(UUID chain, long from, int limit) {
        return inner.recordsWithParties(chain, from, limit);
    }

    @Override
    public void catchUp(String signer) {
        inner.catchUp(signer);
    }

    @Override
    public List<ArchiveRecord> records(UUID chain, List<Long> numbers) {
        return inner.records(chain, numbers);
    }

    @Override
    public List<Chain> listedChains() {
        return inner.listedChains();
    }

    @Override
    public Optional<ArchiveRecord> last(UUID chain) {
        return inner.last(chain);
    }

    @Override
    public List<ArchiveRecord> signedRecords() {
        return inner.signedRecords();
    }

    @Override
    public List<Checkpoint> checkpoints(UUID chain) {
        return inner.checkpoints(chain);
    }

    @Override
    public List<ArchiveRecord> search(ArchiveQuery query) {
        return inner.search(query);
    }
}
