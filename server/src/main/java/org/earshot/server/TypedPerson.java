package org.earshot.server;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;

/// Under which address the record has somebody who was typed: by an address, a name, or the id of an account, also of one that was
/// deleted since; its address is never anybody else's. What no account can have, such as `tel:`, is taken as it is.
///
/// @param addresses makes an address of what was typed, or throws an [org.earshot.server.admin.AdminException]
record TypedPerson(AccountStore accounts, Function<String, AddressOfRecord> addresses)
        implements UnaryOperator<String> {
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern NO_ACCOUNT = Pattern.compile("(?i)(tel|sips):.*");

    @Override
    public String apply(String typed) {
        if (NO_ACCOUNT.matcher(typed).matches()) {
            return typed;
        }
        Optional<AddressOfRecord> known =
                ID.matcher(typed).matches()
                        ? accounts.addressOf(new AccountId(UUID.fromString(typed)))
                        : Optional.empty();
        return known.orElseGet(() -> addresses.apply(typed)).toString();
    }
}
