package org.earshot.common.event;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLiveNodesH2IT extends LiveNodesContract {
    @Override
    protected JdbcLiveNodes open(String node, InstantSource clock) {
        return new JdbcLiveNodes(TestDatabases.shared(Dialect.H2).transactions(), node, clock);
    }
}
