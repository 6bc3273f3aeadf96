package org.earshot.proxy.archive.search;

import org.earshot.common.db.Dialect;

class JdbcPlansMariaDbIT extends JdbcPlansContract {
    JdbcPlansMariaDbIT() {
        super(Dialect.MYSQL);
    }

    /// The small tables are the lists of chains and keys.
    @Override
    boolean isSlow(String line) {
        boolean small =
                line.contains("table=archive_chain;")
                        || line.contains("table=c;")
                        || line.contains("table=e;")
                        || line.contains("table=archive_word_key;")
                        || line.contains("table=archive_word_chain;");
        return !small
                && (line.contains("type=ALL;")
                        || line.contains("type=index;")
                        || line.contains("filesort")
                        || line.contains("temporary"));
    }
}
