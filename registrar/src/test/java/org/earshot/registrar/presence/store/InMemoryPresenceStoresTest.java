package org.earshot.registrar.presence.store;

import java.time.InstantSource;
import org.earshot.common.event.Changes;

class InMemoryPresenceStoresTest extends PresenceStoresContract {
    @Override
    PresenceStores open(InstantSource clock, Changes changes) {
        return PresenceStores.inMemory(clock, changes);
    }
}
