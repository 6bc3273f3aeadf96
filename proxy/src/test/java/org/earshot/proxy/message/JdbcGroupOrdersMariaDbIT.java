package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcGroupOrdersMariaDbIT extends JdbcGroupOrdersContract {
    JdbcGroupOrdersMariaDbIT() {
        super(JdbcMessageStores.on(Dialect.MYSQL));
    }
}
