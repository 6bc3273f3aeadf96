package org.earshot.server.token;

import org.earshot.common.login.Person;

class InMemoryTokenTableTest extends TokenTableContract {
    @Override
    TokenTable open(String domain, Person owner) {
        return new InMemoryTokenTable();
    }
}
