package org.earshot.registrar.presence.store;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.event.Changes;

class JdbcPresenceStoresMariaDbIT extends PresenceStoresContract {
    @Override
    PresenceStores open(InstantSource clock, Changes changes) {
        return PresenceStores.in(Dialect.MYSQL, clock, changes);
    }
}
