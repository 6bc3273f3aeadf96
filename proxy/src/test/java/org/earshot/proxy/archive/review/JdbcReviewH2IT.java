package org.earshot.proxy.archive.review;

import org.earshot.common.db.Dialect;

class JdbcReviewH2IT extends JdbcReviewContract {
    JdbcReviewH2IT() {
        super(Dialect.H2);
    }
}
