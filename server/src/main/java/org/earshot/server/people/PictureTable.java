package org.earshot.server.people;

import java.util.Map;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;

/// Pictures of accounts. Each method is one transaction, and throws [org.earshot.common.db.StoreUnavailableException] if the store can't be
/// reached. What changes is announced as a change of the account ([org.earshot.common.event.Topic#ACCOUNT]).
public interface PictureTable {

    /// Somebody's picture.
    Optional<Picture> find(AccountId account);

    /// The etags of all pictures there are, also of deleted accounts.
    Map<AccountId, String> etags();

    /// Replaces somebody's picture.
    void put(Account account, Picture picture);

    /// @return false if there was none
    boolean remove(Account account);
}
