package org.earshot.server;

import java.time.Clock;
import java.util.Optional;
import org.earshot.common.db.DatabaseRefusedException;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.KeyRingException;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.DataDirectory;
import org.earshot.server.config.ServerConfig;

/// A command of the administrator where no server runs: opens the stores, under their file lock, for that long.
final class OfflineStores {

    private OfflineStores() {}

    static AdminAnswer run(ServerConfig config, AdminRequest request) {
        if (config.isInMemory()) {
            throw new AdminException(
                    "no server runs on "
                            + config.data()
                            + ", and database.url is memory: nothing is kept");
        }
        DataDirectory.prepare(config.data());
        try {
            KeyRing keys = KeyRing.open(config.keysDir());
            Clock clock = Clock.systemUTC();
            try (Stores stores = Stores.open(config, keys, clock)) {
                return AdminCommands.run(
                        new StoreAdministration(config, stores, keys, Optional.empty(), clock),
                        config.data(),
                        request);
            }
        } catch (DatabaseRefusedException | KeyRingException e) {
            throw new AdminException(e.getMessage());
        }
    }
}
