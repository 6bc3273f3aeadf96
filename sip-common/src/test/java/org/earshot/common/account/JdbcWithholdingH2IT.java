package org.earshot.common.account;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;

class JdbcWithholdingH2IT extends WithholdingContract {
    @Override
    Withholding open(Changes listeners) {
        return new JdbcWithholding(
                TestDatabases.shared(Dialect.H2).transactions(),
                new JdbcChangeLog("n1", InstantSource.system()),
                listeners,
                InstantSource.system());
    }
}
