package org.earshot.common.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachedAccountsTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");

    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final Store store = new Store();
    private final CachedAccounts cached =
            new CachedAccounts(store, store.inner.credentials(), changes);
    private Account alice;

    @BeforeEach
    void account() {
        alice = store.create(ALICE, "Alice");
    }

    private static Credential credential(Account account, String sealed) {
        return new Credential(account.id(), "main", "SHA-256", "example.org", sealed);
    }

    @Test
    void whoIsKnownIsAskedForOnce() {
        assertThat(cached.accounts().find(ALICE)).contains(alice);
        assertThat(cached.accounts().find(ALICE)).contains(alice);
        assertThat(store.asked).hasSize(1);
    }

    @Test
    void whoIsKnownIsKnownWhileTheDatabaseIsAway() {
        cached.accounts().find(ALICE);
        store.away = true;
        assertThat(cached.accounts().find(ALICE)).contains(alice);
    }

    @Test
    void whoIsNotThereIsAskedForAgain() {
        AddressOfRecord bob = new AddressOfRecord("bob", "example.org");
        assertThat(cached.accounts().find(bob)).isEmpty();
        store.create(bob, "");
        assertThat(cached.accounts().find(bob)).isPresent();
    }

    @Test
    void aChangeIsSeenByWhoeverHearsOfIt() {
        cached.accounts().find(ALICE);
        cached.credentials().replace(alice.id(), "main", List.of(credential(alice, "old")));
        cached.credentials().find(alice.id());
        List<String> seen = new ArrayList<>();
        changes.subscribe(
                Topic.ACCOUNT,
                _ -> {
                    seen.add(cached.accounts().find(ALICE).isPresent() ? "there" : "gone");
                    cached.credentials().find(alice.id()).forEach(each -> seen.add(each.sealed()));
                });
        store.inner.credentials().replace(alice.id(), "main", List.of(credential(alice, "new")));
        changes.announce(Change.of(Topic.ACCOUNT, ALICE));
        store.delete(ALICE);
        changes.announce(Change.of(Topic.ACCOUNT, ALICE));
        assertThat(seen).containsExactly("there", "new", "gone");
    }

    @Test
    void nothingIsBelievedAfterChangesWereMissed() {
        cached.accounts().find(ALICE);
        store.delete(ALICE);
        changes.announceMissed();
        assertThat(cached.accounts().find(ALICE)).isEmpty();
    }

    @Test
    void whatIsReadWhileItChangesIsNotKept() {
        store.meanwhile =
                () -> {
                    store.inner.delete(ALICE);
                    changes.announce(Change.of(Topic.ACCOUNT, ALICE));
                };
        cached.accounts().find(ALICE); // may be either
        assertThat(cached.accounts().find(ALICE)).isEmpty();
    }

    @Test
    void anAccountWithoutCredentialsIsAskedForAgain() {
        AccountId id = new AccountId(UUID.randomUUID());
        assertThat(cached.credentials().find(id)).isEmpty();
        assertThat(cached.credentials().find(id)).isEmpty();
    }

    /// Counts what it is asked for, and can be away.
    private static final class Store implements AccountStore {
        private final InMemoryAccountStore inner =
                new InMemoryAccountStore(InstantSource.fixed(Instant.EPOCH));
        private final List<AddressOfRecord> asked = new ArrayList<>();
        private Runnable meanwhile = () -> {};
        private boolean away;

        @Override
        public Optional<Account> find(AddressOfRecord address) {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            asked.add(address);
            Optional<Account> found = inner.find(address);
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return found;
        }

        @Override
        public Optional<AddressOfRecord> addressOf(AccountId account) {
            return inner.addressOf(account);
        }

        @Override
        public List<Account> list() {
            return inner.list();
        }

        @Override
        public Account create(AddressOfRecord address, String displayName) {
            return inner.create(address, displayName);
        }

        @Override
        public Optional<Account> rename(AddressOfRecord address, String displayName) {
            return inner.rename(address, displayName);
        }

        @Override
        public AddressOfRecord reserve(AddressOfRecord address) {
            return inner.reserve(address);
        }

        @Override
        public boolean delete(AddressOfRecord address) {
            return inner.delete(address);
        }

        @Override
        public boolean close(AddressOfRecord address) {
            return inner.close(address);
        }

        @Override
        public Optional<Account> open(AddressOfRecord address) {
            return inner.open(address);
        }

        @Override
        public List<Closed> closed() {
            return inner.closed();
        }

        @Override
        public List<AddressOfRecord> left(Instant since) {
            return inner.left(since);
        }

        @Override
        public boolean isAnonymised(AddressOfRecord address) {
            return inner.isAnonymised(address);
        }
    }
}
