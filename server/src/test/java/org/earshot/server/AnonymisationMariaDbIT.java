package org.earshot.server;

import org.earshot.common.db.Dialect;

class AnonymisationMariaDbIT extends AnonymisationContract {
    @Override
    Dialect dialect() {
        return Dialect.MYSQL;
    }
}
