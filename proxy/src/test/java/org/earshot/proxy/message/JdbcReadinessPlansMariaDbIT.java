package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcReadinessPlansMariaDbIT extends JdbcReadinessPlansContract {
    JdbcReadinessPlansMariaDbIT() {
        super(Dialect.MYSQL);
    }

    @Override
    boolean isSlow(String line) {
        return line.contains("type=ALL;")
                || line.contains("type=index;")
                || line.contains("filesort")
                || line.contains("temporary");
    }
}
