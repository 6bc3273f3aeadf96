package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcGroupOrdersH2IT extends JdbcGroupOrdersContract {
    JdbcGroupOrdersH2IT() {
        super(JdbcMessageStores.on(Dialect.H2));
    }
}
