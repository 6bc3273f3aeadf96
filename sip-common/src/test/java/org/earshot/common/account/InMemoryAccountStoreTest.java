package org.earshot.common.account;

import java.time.InstantSource;

class InMemoryAccountStoreTest extends AccountStoreContract {
    @Override
    protected AccountStore open(InstantSource clock) {
        return new InMemoryAccountStore(clock);
    }
}
