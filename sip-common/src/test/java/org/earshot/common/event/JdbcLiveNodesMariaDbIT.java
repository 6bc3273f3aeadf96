package org.earshot.common.event;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLiveNodesMariaDbIT extends LiveNodesContract {
    @Override
    protected JdbcLiveNodes open(String node, InstantSource clock) {
        return new JdbcLiveNodes(TestDatabases.shared(Dialect.MYSQL).transactions(), node, clock);
    }
}
