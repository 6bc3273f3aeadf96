package org.earshot.proxy.message;

import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.InMemoryArchiveTables;

class InMemoryMessageStoreTest extends MessageStoreContract {
    @Override
    MessageStore open(FakeTimers timers) {
        return new InMemoryMessageStore(timers);
    }

    @Override
    ArchiveTables archiveTables() {
        return new InMemoryArchiveTables();
    }
}
