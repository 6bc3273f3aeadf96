package org.earshot.server.people;

import org.earshot.common.account.AccountStore;
import org.earshot.common.account.InMemoryAccountStore;

class InMemoryPictureTableTest extends PictureTableContract {
    private final AccountStore accounts = new InMemoryAccountStore(clock, changes);
    private final PictureTable table = new InMemoryPictureTable(changes);

    @Override
    AccountStore accounts() {
        return accounts;
    }

    @Override
    PictureTable table() {
        return table;
    }
}
