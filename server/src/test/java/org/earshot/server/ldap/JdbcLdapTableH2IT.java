package org.earshot.server.ldap;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLdapTableH2IT extends LdapTableContract {
    @Override
    LdapTable open(String domain) {
        return new JdbcLdapTable(TestDatabases.shared(Dialect.H2).transactions(), domain);
    }
}
