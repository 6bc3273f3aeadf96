package org.earshot.registrar.quality;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcQualityStoreH2IT extends QualityStoreContract {
    @Override
    QualityStore store() {
        return new JdbcQualityStore(TestDatabases.shared(Dialect.H2).transactions());
    }
}
