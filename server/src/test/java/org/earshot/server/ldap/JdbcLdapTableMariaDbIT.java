package org.earshot.server.ldap;

import org.earshot.common.db.Dialect;

class JdbcLdapTableMariaDbIT extends JdbcLdapTableContract {
    JdbcLdapTableMariaDbIT() {
        super(Dialect.MYSQL);
    }
}
