package org.earshot.server.backup;

import java.nio.file.Path;
import org.earshot.server.config.ServerConfig;

/// Where the embedded database has its one file.
final class EmbeddedDatabase {
    /// How H2 names it.
    static final String SUFFIX = ".mv.db";

    /// Of the copy in a backup.
    static final String COPY = "database.zip";

    private static final String FILE = "jdbc:h2:file:";

    private EmbeddedDatabase() {}

    static Path file(ServerConfig config) {
        String url = config.database().url();
        if (!url.startsWith(FILE)) {
            return config.data().resolve("earshot" + SUFFIX);
        }
        String path = url.substring(FILE.length());
        int settings = path.indexOf(';');
        return Path.of((settings < 0 ? path : path.substring(0, settings)) + SUFFIX);
    }
}
