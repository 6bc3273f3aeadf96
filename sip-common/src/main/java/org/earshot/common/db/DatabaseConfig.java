package org.earshot.common.db;

import java.nio.file.Path;
import java.util.Optional;

/// Which database, and how to reach it.
///
/// @param url `jdbc:h2:file:…` or `jdbc:mysql:…`; what the store needs is added (see [DataSources])
/// @param user "" for H2
/// @param passwordFile holds the password and perhaps a line end; empty: no password
/// @param dataDir the directory that belongs to this server alone; H2 has its file there
public record DatabaseConfig(String url, String user, Optional<Path> passwordFile, Path dataDir) {

    /// The embedded store, in the data directory.
    public static DatabaseConfig embedded(Path dataDir) {
        return new DatabaseConfig(
                "jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("earshot"),
                "",
                Optional.empty(),
                dataDir);
    }
}
