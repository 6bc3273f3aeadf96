package org.earshot.server.ldap;

import org.earshot.common.db.Dialect;

class JdbcLdapTableH2IT extends JdbcLdapTableContract {
    JdbcLdapTableH2IT() {
        super(Dialect.H2);
    }
}
