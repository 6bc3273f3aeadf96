package org.earshot.common.account;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcWithholdingH2IT extends WithholdingContract {
    @Override
    Withholding open() {
        return new JdbcWithholding(
                TestDatabases.shared(Dialect.H2).transactions(), InstantSource.system());
    }
}
