package org.earshot.proxy.archive;

import java.nio.file.Path;
import org.earshot.common.db.Dialect;

class JdbcMariaDbRetentionIT extends RetentionContract {
    @Override
    KeptArchive empty(Path anchorFiles) {
        return JdbcTestArchive.kept(Dialect.MYSQL, anchorFiles);
    }
}
