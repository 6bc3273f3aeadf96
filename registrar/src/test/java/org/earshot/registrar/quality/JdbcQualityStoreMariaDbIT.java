package org.earshot.registrar.quality;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcQualityStoreMariaDbIT extends QualityStoreContract {
    @Override
    QualityStore store() {
        return new JdbcQualityStore(TestDatabases.shared(Dialect.MYSQL).transactions());
    }
}
