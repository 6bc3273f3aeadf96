package org.earshot.server.token;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.db.Transactions;
import org.earshot.common.login.JdbcPersonStore;
import org.earshot.common.login.Person;
import org.earshot.common.login.StoredLogin;

class JdbcTokenTableH2IT extends TokenTableContract {
    @Override
    TokenTable open(String domain, Person owner) {
        Transactions transactions = TestDatabases.shared(Dialect.H2).transactions();
        new JdbcPersonStore(transactions, domain)
                .add(owner, new StoredLogin.Secrets("hash", "totp"));
        return new JdbcTokenTable(transactions, domain);
    }
}
