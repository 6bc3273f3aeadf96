package org.earshot.proxy.message.group;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.JdbcCompanion;

abstract class JdbcGroupStoreContract extends GroupStoreContract {
    private final Dialect dialect;

    JdbcGroupStoreContract(Dialect dialect) {
        this.dialect = dialect;
    }

    private Database database() {
        return TestDatabases.shared(dialect);
    }

    @Override
    GroupStore open(FakeTimers timers, Changes listeners) {
        return new JdbcGroupStore(
                database().transactions(),
                JdbcChangeLog.of(dialect, "n1", timers),
                listeners,
                timers);
    }

    @Override
    Companion companion(boolean refused) {
        return (JdbcCompanion)
                _ -> {
                    if (refused) {
                        throw new CompanionRefusedException("for a test");
                    }
                };
    }

    @Override
    void commit(Companion companion) {
        database()
                .transactions()
                .run(connection -> {
                    ((JdbcCompanion) companion).write(connection);
                    return null;
                });
    }

    @Override
    void rollBack(Companion companion) {
        assertThatThrownBy(() ->
                        database()
                                .transactions()
                                .run(connection -> {
                                    ((JdbcCompanion) companion).write(connection);
                                    throw new IllegalStateException("for a test");
                                }))
                .hasMessage("for a test");
    }
}
