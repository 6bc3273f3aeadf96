package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcMessageQueueH2IT extends MessageQueueContract {
    JdbcMessageQueueH2IT() {
        super(JdbcMessageStores.on(Dialect.H2));
    }
}
