package org.earshot.proxy.message;

import java.util.Locale;
import org.earshot.common.account.AccountName;
import org.earshot.common.address.AddressOfRecord;

/// The address under which the server itself writes, and is written to. Pure.
final class Service {
    /// What people call it.
    static final String NAME = "Earshot";

    private Service() {}

    static AddressOfRecord of(String domain) {
        return new AddressOfRecord(AccountName.SERVICE, domain);
    }

    static boolean is(AddressOfRecord address) {
        return address.user().toLowerCase(Locale.ROOT).equals(AccountName.SERVICE);
    }
}
