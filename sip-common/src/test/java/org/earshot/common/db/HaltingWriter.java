package org.earshot.common.db;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.account.JdbcAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;

/// Creates accounts and dies without closing anything, right after the last one was acknowledged.
final class HaltingWriter {
    private HaltingWriter() {}

    /// @param arguments database URL, user, data directory, key ring, how many
    public static void main(String[] arguments) {
        Database database =
                Database.open(
                        new DatabaseConfig(
                                arguments[0],
                                arguments[1],
                                Optional.empty(),
                                Path.of(arguments[2])),
                        KeyRing.open(Path.of(arguments[3])));
        JdbcAccountStore store =
                new JdbcAccountStore(
                        database.transactions(),
                        JdbcChangeLog.none(),
                        new LocalChanges(Runnable::run),
                        (_, name) -> Columns.sha256(name.look()),
                        InstantSource.system());
        for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
            store.create(new AddressOfRecord("u" + i, "example.org"), "");
        }
        Runtime.getRuntime().halt(7);
    }
}
