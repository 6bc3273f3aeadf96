package org.earshot.proxy.message.group;

import org.earshot.common.db.Dialect;

class JdbcGroupStoreMariaDbIT extends JdbcGroupStoreContract {
    JdbcGroupStoreMariaDbIT() {
        super(Dialect.MYSQL);
    }
}
