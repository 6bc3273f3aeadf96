package org.earshot.common.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import org.earshot.common.key.KeyRing;

/// Databases that the tests of one JVM share, so that each is made and migrated once.
public final class TestDatabases {
    /// The key ring that they belong to.
    public static final KeyRing KEY_RING = KeyRing.open(directory().resolve("keys"));

    private static final ConcurrentHashMap<Dialect, Database> open = new ConcurrentHashMap<>();

    private TestDatabases() {}

    /// One that is open already. Closed with the JVM. Skips the test where the database's program is not installed.
    public static Database shared(Dialect dialect) {
        return open.computeIfAbsent(
                dialect,
                _ -> {
                    Database database = Database.open(config(dialect), KEY_RING);
                    if (database.status().state() != DatabaseStatus.State.READY) {
                        throw new IllegalStateException(database.status().toString());
                    }
                    Runtime.getRuntime().addShutdownHook(new Thread(database::close));
                    return database;
                });
    }

    /// A new one, not yet opened. Skips the test where the database's program is not installed.
    public static DatabaseConfig config(Dialect dialect) {
        return switch (dialect) {
            case H2 -> DatabaseConfig.embedded(directory());
            case MYSQL -> MariaDb.shared().newDatabase();
        };
    }

    /// A new directory under `target/`.
    public static Path directory() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "h2").toAbsolutePath()), "data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
