package org.earshot.proxy.message.group;

import org.earshot.common.db.Dialect;

class JdbcGroupStoreH2IT extends JdbcGroupStoreContract {
    JdbcGroupStoreH2IT() {
        super(Dialect.H2);
    }
}
