package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcKeptMessagesMariaDbIT extends KeptMessagesContract {
    JdbcKeptMessagesMariaDbIT() {
        super(JdbcMessageStores.on(Dialect.MYSQL));
    }
}
