package org.earshot.common.account;

import java.time.InstantSource;

class InMemoryCredentialStoreTest extends CredentialStoreContract {
    @Override
    protected Stores open(InstantSource clock) {
        InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
        return new Stores(accounts, accounts.credentials());
    }
}
