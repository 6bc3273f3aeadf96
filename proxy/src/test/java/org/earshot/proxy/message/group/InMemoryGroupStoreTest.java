package org.earshot.proxy.message.group;

import org.earshot.common.event.Changes;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.MemoryCompanion;

class InMemoryGroupStoreTest extends GroupStoreContract {
    @Override
    GroupStore open(FakeTimers timers, Changes listeners) {
        return new InMemoryGroupStore(listeners, timers);
    }

    @Override
    Companion companion(boolean refused) {
        return (MemoryCompanion)
                () -> {
                    if (refused) {
                        throw new CompanionRefusedException("for a test");
                    }
                    return () -> {};
                };
    }

    @Override
    void commit(Companion companion) {
        ((MemoryCompanion) companion).apply();
    }

    @Override
    void rollBack(Companion companion) {
        ((MemoryCompanion) companion).apply().run();
    }
}
