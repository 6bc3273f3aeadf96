package org.earshot.server.ldap;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLdapTableMariaDbIT extends LdapTableContract {
    @Override
    LdapTable open(String domain) {
        return new JdbcLdapTable(TestDatabases.shared(Dialect.MYSQL).transactions(), domain);
    }
}
