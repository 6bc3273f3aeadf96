package org.earshot.server.ldap;

class InMemoryLdapTableTest extends LdapTableContract {
    @Override
    LdapTable open(String domain) {
        return new InMemoryLdapTable();
    }
}
