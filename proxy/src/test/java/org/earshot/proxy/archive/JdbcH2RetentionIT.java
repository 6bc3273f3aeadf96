package org.earshot.proxy.archive;

import java.nio.file.Path;
import org.earshot.common.db.Dialect;

class JdbcH2RetentionIT extends RetentionContract {
    @Override
    KeptArchive empty(Path anchorFiles) {
        return JdbcTestArchive.kept(Dialect.H2, anchorFiles);
    }
}
