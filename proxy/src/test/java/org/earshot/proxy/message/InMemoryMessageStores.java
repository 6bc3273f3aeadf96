package org.earshot.proxy.message;

import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.InMemoryArchiveTables;

/// Stores in memory.
record InMemoryMessageStores() implements MessageStoreFixture.UnderTest {
    @Override
    public MessageStore open(FakeTimers timers) {
        return new InMemoryMessageStore(timers);
    }

    @Override
    public ArchiveTables archiveTables() {
        return new InMemoryArchiveTables();
    }
}
