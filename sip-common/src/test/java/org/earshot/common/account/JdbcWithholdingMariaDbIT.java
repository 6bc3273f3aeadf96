package org.earshot.common.account;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcWithholdingMariaDbIT extends WithholdingContract {
    @Override
    Withholding open() {
        return new JdbcWithholding(
                TestDatabases.shared(Dialect.MYSQL).transactions(), InstantSource.system());
    }
}
