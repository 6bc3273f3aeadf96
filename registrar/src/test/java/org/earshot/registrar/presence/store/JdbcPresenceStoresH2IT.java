package org.earshot.registrar.presence.store;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.event.Changes;

class JdbcPresenceStoresH2IT extends PresenceStoresContract {
    @Override
    PresenceStores open(InstantSource clock, Changes changes) {
        return PresenceStores.in(Dialect.H2, clock, changes);
    }
}
