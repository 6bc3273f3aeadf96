package org.earshot.server.leaving;

import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountName;
import org.earshot.common.address.AddressOfRecord;

/// What stands in place of a name. It follows from the account's id, which is random and says nothing of the person, so that whoever
/// begins anew after a crash comes to the same one.
///
/// @param name such as `left-7c9e6679f42d`
record Pseudonym(AccountName name, String domain) {
    private static final int DIGITS = 12;

    static Pseudonym of(Account account) {
        return new Pseudonym(name(account.id()), account.address().domain());
    }

    private static AccountName name(AccountId id) {
        return AccountName.of(
                "left-" + id.value().toString().replace("-", "").substring(32 - DIGITS));
    }

    AddressOfRecord address() {
        return new AddressOfRecord(name.value(), domain);
    }
}
