package org.earshot.common.login;

class InMemoryPersonStoreTest extends PersonStoreContract {
    @Override
    PersonStore open(String domain) {
        return new InMemoryPersonStore();
    }
}
