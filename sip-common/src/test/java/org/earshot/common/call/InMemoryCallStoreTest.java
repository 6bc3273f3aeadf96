package org.earshot.common.call;

import java.time.InstantSource;

class InMemoryCallStoreTest extends CallStoreContract {
    @Override
    protected CallStore open(InstantSource clock) {
        return new InMemoryCallStore(clock);
    }
}
