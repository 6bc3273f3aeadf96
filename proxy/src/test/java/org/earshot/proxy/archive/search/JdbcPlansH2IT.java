package org.earshot.proxy.archive.search;

import java.util.regex.Pattern;
import org.earshot.common.db.Dialect;

class JdbcPlansH2IT extends JdbcPlansContract {
    private static final Pattern LARGE =
            Pattern.compile("(?i)archive_(record|party|entry|word)(?![_a-z])");

    JdbcPlansH2IT() {
        super(Dialect.H2);
    }

    /// H2 writes the whole plan as one text, with a comment behind each table.
    @Override
    boolean isSlow(String line) {
        boolean scans = line.contains("tableScan") && LARGE.matcher(line).find();
        boolean sorts = line.contains("ORDER BY") && !line.contains("index sorted");
        return scans || (sorts && LARGE.matcher(line).find());
    }
}
