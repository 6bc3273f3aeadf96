package org.earshot.common.location;

import java.time.InstantSource;

class InMemoryBindingStoreTest extends BindingStoreContract {
    @Override
    protected BindingStore open(InstantSource clock) {
        return new InMemoryBindingStore(clock);
    }
}
