package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcKnownDevicesMariaDbIT extends KnownDevicesContract {
    JdbcKnownDevicesMariaDbIT() {
        super(JdbcMessageStores.on(Dialect.MYSQL));
    }
}
