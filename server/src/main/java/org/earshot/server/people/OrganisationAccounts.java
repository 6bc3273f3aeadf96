package org.earshot.server.people;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountExistsException;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.InvalidAccountNameException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent.Administered;

/// Changes of accounts that the organisation's directory asks for, each recorded before it happens. Thread-safe; waits for the stores, and throws
/// [org.earshot.common.db.StoreUnavailableException] or [org.earshot.proxy.archive.ArchiveUnavailableException] where something can't be
/// done now. Else each says why it was not done, in words; empty: it was.
public final class OrganisationAccounts {
    private static final String NOBODY = "there is no such account any more";

    private final String domain;
    private final AccountStore accounts;
    private final PictureTable pictures;
    private final Consumer<String> close;
    private final PeopleRecord.Actor actor;
    private final PeopleRecord record;
    private final Pictures codec = new Pictures();

    /// @param actor as the record names it
    /// @param close closes an account by its name, as an administrator does
    /// @param states as in [PeopleParts]
    public OrganisationAccounts(
            String domain,
            String actor,
            AccountStore accounts,
            PictureTable pictures,
            Archive archive,
            Function<AddressOfRecord, String> states,
            Consumer<String> close,
            InstantSource clock) {
        this.domain = domain;
        this.accounts = accounts;
        this.pictures = pictures;
        this.close = close;
        this.actor = new PeopleRecord.Actor(actor, Optional.empty());
        this.record = new PeopleRecord(archive, states, clock);
    }

    /// What is wrong with a name that others are to see.
    public static Optional<String> objection(String displayName) {
        try {
            var _ = People.displayName(displayName);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.getMessage());
        }
    }

    /// Whether an account is one of the domain.
    public boolean isOurs(Account account) {
        return account.address().domain().equals(domain);
    }

    @FunctionalInterface
    private interface Change {
        Optional<String> make(AddressOfRecord address);
    }

    private Optional<String> change(
            String action, String name, List<String> details, Change change) {
        AddressOfRecord address = new AddressOfRecord(name, domain);
        Administered begun = record.begin(actor, action, address, record.state(address), details);
        String outcome = "failed";
        try {
            Optional<String> why = change.make(address);
            outcome = why.map(words -> "failed: " + words).orElse("done");
            return why;
        } finally {
            record.over(begun, address, outcome);
        }
    }

    /// Makes an account without a password, which is the directory's from the first.
    ///
    /// @param entry as in [AccountStore#createOfEntry]
    public Optional<String> add(String name, String displayName, String entry) {
        return change(
                "account add",
                name,
                List.of(),
                address -> {
                    try {
                        var _ = accounts.createOfEntry(address, displayName, entry);
                        return Optional.empty();
                    } catch (AccountExistsException | InvalidAccountNameException e) {
                        return Optional.of(e.getMessage());
                    }
                });
    }

    /// Records that an account that is there is the directory's from now on.
    public Optional<String> noteLink(String name) {
        return change(
                "account link",
                name,
                List.of(),
                address ->
                        accounts.find(address).isPresent()
                                ? Optional.empty()
                                : Optional.of(NOBODY));
    }

    public Optional<String> rename(String name, String displayName) {
        return change(
                "account name",
                name,
                List.of(),
                address ->
                        accounts.rename(address, displayName).isPresent()
                                ? Optional.empty()
                                : Optional.of(NOBODY));
    }

    /// @param image as it came
    public Optional<String> picture(String name, byte[] image) {
        Picture picture;
        try {
            picture = codec.normal(image);
        } catch (PictureRefusedException e) {
            return Optional.of(e.getMessage());
        }
        return change(
                "account picture",
                name,
                List.of(picture.etag()),
                address -> {
                    Optional<Account> account = accounts.find(address);
                    account.ifPresent(one -> pictures.put(one, picture));
                    return account.isPresent() ? Optional.empty() : Optional.of(NOBODY);
                });
    }

    /// Closes an account: its owner has left.
    public Optional<String> close(String name) {
        return change(
                "account close",
                name,
                List.of(),
                _ -> {
                    close.accept(name);
                    return Optional.empty();
                });
    }
}
