package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcKeptMessagesH2IT extends KeptMessagesContract {
    JdbcKeptMessagesH2IT() {
        super(JdbcMessageStores.on(Dialect.H2));
    }
}
