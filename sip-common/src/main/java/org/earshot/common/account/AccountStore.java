package org.earshot.common.account;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// Who exists. Each method is one transaction.
public interface AccountStore {

    /// The account of an address, unless it has been closed or deleted.
    Optional<Account> find(AddressOfRecord address);

    /// The address of an account, also of one that has been deleted: it is never anybody else's.
    Optional<AddressOfRecord> addressOf(AccountId account);

    /// All that exist, by address.
    List<Account> list();

    /// Some of them, by address.
    ///
    /// @param search in lower case: only those whose address or display name has it; "" for all
    /// @param after only those whose address, as text, is behind it; "" for the first ones
    /// @param most at most so many
    default List<Account> page(String search, String after, int most) {
        return list().stream()
                .filter(account -> account.address().toString().compareTo(after) > 0)
                .filter(account ->
                        account.address().toString().contains(search)
                                || account.displayName().toLowerCase(Locale.ROOT).contains(search))
                .limit(most)
                .toList();
    }

    /// Makes an account, under its name in lower case. It has no credentials yet: nobody can log in.
    ///
    /// @throws InvalidAccountNameException if the name breaks the rules of [AccountName], or looks like the name of
    ///     another account of the domain, also a deleted one
    /// @throws AccountExistsException if the name is in use, or was: a deleted name stays reserved
    Account create(AddressOfRecord address, String displayName);

    /// The same, for an entry of the organisation's directory: the account, and that it is the entry's, are one change. A store that ends with
    /// the process makes the account alone.
    ///
    /// @param entry its id there; "" where it has none
    default Account createOfEntry(AddressOfRecord address, String displayName, String entry) {
        return create(address, displayName);
    }

    /// Gives an account another name for others to see. Its address stays.
    ///
    /// @param displayName at most 255 characters; may be empty
    /// @return the account as it is now; empty if there is none
    Optional<Account> rename(AddressOfRecord address, String displayName);

    /// Takes a name for something that is no account, such as a group: it obeys the same rules, and is nobody else's from
    /// now on, as that of a deleted account.
    ///
    /// @return the address, in lower case
    /// @throws InvalidAccountNameException as [#create]
    /// @throws AccountExistsException as [#create]
    AddressOfRecord reserve(AddressOfRecord address);

    /// Deletes an account and its credentials; its name stays reserved.
    ///
    /// @return false if there is none
    boolean delete(AddressOfRecord address);

    /// Closes an account: for everybody it is as if it were not there, but it can be opened again. Its credentials go, and its name stays
    /// reserved.
    ///
    /// @return false if there is none, or it is closed or deleted
    boolean close(AddressOfRecord address);

    /// Opens one that was closed. It has no credentials: nobody can log in before it is given some.
    ///
    /// @return empty if none of that name is closed
    Optional<Account> open(AddressOfRecord address);

    /// Those that are closed, by address.
    List<Closed> closed();

    /// Addresses of those that are closed, or were deleted lately: whoever may have left something behind.
    ///
    /// @param since of deleted ones only those that were so then or later
    List<AddressOfRecord> left(Instant since);

    /// Whether an account of that name, or of one that looks like it, was anonymised: nobody gets it, and nothing else is known.
    boolean isAnonymised(AddressOfRecord address);

    /// An account of somebody who has left.
    ///
    /// @param since when it was closed
    record Closed(Account account, Instant since) {}
}
