package org.earshot.common.account;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.LocalChanges;

class JdbcCredentialStoreH2IT extends CredentialStoreContract {
    @Override
    protected Stores open(InstantSource clock) {
        LocalChanges changes = new LocalChanges(Runnable::run);
        Transactions transactions = TestDatabases.shared(Dialect.H2).transactions();
        return new Stores(
                new JdbcAccountStore(
                        transactions,
                        JdbcChangeLog.none(),
                        changes,
                        NameMark.by(TestDatabases.KEY_RING),
                        clock),
                new JdbcCredentialStore(transactions, JdbcChangeLog.none(), changes));
    }
}
