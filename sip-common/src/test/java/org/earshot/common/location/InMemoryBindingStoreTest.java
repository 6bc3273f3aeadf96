package org.earshot.common.location;

import java.time.InstantSource;
import org.earshot.common.event.Changes;

class InMemoryBindingStoreTest extends BindingStoreContract {
    @Override
    protected BindingStore open(InstantSource clock, Changes changes) {
        return new InMemoryBindingStore(clock, changes);
    }
}
