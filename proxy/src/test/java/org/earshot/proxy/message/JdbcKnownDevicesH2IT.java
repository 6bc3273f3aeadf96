package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcKnownDevicesH2IT extends KnownDevicesContract {
    JdbcKnownDevicesH2IT() {
        super(JdbcMessageStores.on(Dialect.H2));
    }
}
