package org.earshot.interop;

import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;

/// The settings that nodes of one domain have in common: a database, and a folder with the key ring.
final class SharedStore {
    private SharedStore() {}

    /// A database and a key ring that are new, for nodes that hear of each other by a bus on loopback.
    static String[] withBus(Lab lab) {
        return withBus(MariaDb.shared().newDatabase(), lab.privateFolder("keys"));
    }

    /// The same with a database and keys that the test looks into.
    static String[] withBus(DatabaseConfig database, Path keys) {
        return and(of(database, keys), "bus.listen=127.0.0.1:0");
    }

    /// The same for processes that hear of each other by the database alone.
    static String[] withoutBus(Lab lab) {
        return of(MariaDb.shared().newDatabase(), lab.privateFolder("keys"));
    }

    private static String[] of(DatabaseConfig database, Path keys) {
        return new String[] {
            "database.url=" + database.url(), "database.user=" + database.user(), "keys.dir=" + keys
        };
    }

    /// These and more.
    static String[] and(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
