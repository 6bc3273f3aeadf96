package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcMessageQueueMariaDbIT extends MessageQueueContract {
    JdbcMessageQueueMariaDbIT() {
        super(JdbcMessageStores.on(Dialect.MYSQL));
    }
}
