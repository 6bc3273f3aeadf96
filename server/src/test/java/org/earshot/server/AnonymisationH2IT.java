package org.earshot.server;

import org.earshot.common.db.Dialect;

class AnonymisationH2IT extends AnonymisationContract {
    @Override
    Dialect dialect() {
        return Dialect.H2;
    }
}
