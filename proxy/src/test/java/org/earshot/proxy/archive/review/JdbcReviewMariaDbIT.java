package org.earshot.proxy.archive.review;

import org.earshot.common.db.Dialect;

class JdbcReviewMariaDbIT extends JdbcReviewContract {
    JdbcReviewMariaDbIT() {
        super(Dialect.MYSQL);
    }
}
