package org.earshot.common.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Accounts and credentials that were asked for, in memory until a change of them is told: each request asks who its sender
/// is, and who is known is known also while the database is away. Thread-safe.
public final class CachedAccounts {
    private static final int MOST = 100_000;

    private final AccountStore accounts;
    private final CredentialStore credentials;
    private final ReadCache<AddressOfRecord, Account> byAddress = new ReadCache<>(MOST);
    private final ReadCache<AccountId, List<Credential>> byAccount = new ReadCache<>(MOST);

    /// @param accounts and `credentials`: both announce each change after its commit
    public CachedAccounts(AccountStore accounts, CredentialStore credentials, Changes changes) {
        this.accounts = accounts;
        this.credentials = credentials;
        changes.keepTrue(new Truth());
    }

    public AccountStore accounts() {
        return new Accounts();
    }

    public CredentialStore credentials() {
        return new Credentials();
    }

    private final class Truth implements Changes.Cache {
        @Override
        public void forget(Change change) {
            if (change.topic() == Topic.ACCOUNT) {
                // changes of accounts are rare, and name an address where credentials know an id
                forgetEverything();
            }
        }

        @Override
        public void forgetEverything() {
            byAddress.forgetEverything();
            byAccount.forgetEverything();
        }
    }

    private final class Accounts implements AccountStore {
        @Override
        public Optional<Account> find(AddressOfRecord address) {
            return byAddress.get(address, accounts::find);
        }

        @Override
        public Optional<AddressOfRecord> addressOf(AccountId account) {
            return accounts.addressOf(account);
        }

        @Override
        public List<Account> list() {
            return accounts.list();
        }

        @Override
        public List<Account> page(String search, String after, int most) {
            return accounts.page(search, after, most);
        }

        @Override
        public Account create(AddressOfRecord address, String displayName) {
            return accounts.create(address, displayName);
        }

        @Override
        public Account createOfEntry(AddressOfRecord address, String displayName, String entry) {
            return accounts.createOfEntry(address, displayName, entry);
        }

        @Override
        public Optional<Account> rename(AddressOfRecord address, String displayName) {
            return accounts.rename(address, displayName);
        }

        @Override
        public AddressOfRecord reserve(AddressOfRecord address) {
            return accounts.reserve(address);
        }

        @Override
        public boolean delete(AddressOfRecord address) {
            return accounts.delete(address);
        }

        @Override
        public boolean close(AddressOfRecord address) {
            return accounts.close(address);
        }

        @Override
        public Optional<Account> open(AddressOfRecord address) {
            return accounts.open(address);
        }

        @Override
        public List<Closed> closed() {
            return accounts.closed();
        }

        @Override
        public List<AddressOfRecord> left(Instant since) {
            return accounts.left(since);
        }

        @Override
        public boolean isAnonymised(AddressOfRecord address) {
            return accounts.isAnonymised(address);
        }
    }

    private final class Credentials implements CredentialStore {
        @Override
        public List<Credential> find(AccountId account) {
            return byAccount
                    .get(
                            account,
                            id -> Optional.of(credentials.find(id)).filter(all -> !all.isEmpty()))
                    .orElse(List.of());
        }

        @Override
        public void replace(AccountId account, String label, List<Credential> replacement) {
            credentials.replace(account, label, replacement);
        }
    }
}
