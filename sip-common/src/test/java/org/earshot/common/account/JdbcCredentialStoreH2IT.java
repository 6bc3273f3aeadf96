package org.earshot.common.account;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.db.Transactions;

class JdbcCredentialStoreH2IT extends CredentialStoreContract {
    @Override
    protected Stores open(InstantSource clock) {
        Transactions transactions = TestDatabases.shared(Dialect.H2).transactions();
        return new Stores(
                new JdbcAccountStore(transactions, clock), new JdbcCredentialStore(transactions));
    }
}
