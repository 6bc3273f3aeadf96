package org.earshot.proxy.message.group;

import org.earshot.common.event.Changes;
import org.earshot.common.stack.FakeTimers;

class InMemoryGroupStoreTest extends GroupStoreContract {
    @Override
    GroupStore open(FakeTimers timers, Changes listeners) {
        return new InMemoryGroupStore(listeners, timers);
    }
}
