package org.earshot.proxy.message;

import org.earshot.common.db.Dialect;

class JdbcReadinessPlansH2IT extends JdbcReadinessPlansContract {
    JdbcReadinessPlansH2IT() {
        super(Dialect.H2);
    }

    /// H2 writes the whole plan as one text, with a comment behind each table and each order that an index gives.
    @Override
    boolean isSlow(String line) {
        return line.contains("tableScan")
                || line.split("ORDER BY", -1).length != line.split("index sorted", -1).length;
    }
}
