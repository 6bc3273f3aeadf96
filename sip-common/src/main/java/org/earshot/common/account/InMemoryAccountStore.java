package org.earshot.common.account;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Accounts and their credentials until the process ends. Thread-safe.
public final class InMemoryAccountStore implements AccountStore {
    private final InstantSource clock;
    private final Map<AddressOfRecord, Account> live = new HashMap<>();
    private final Map<AddressOfRecord, Closed> closed = new HashMap<>();
    private final Map<AddressOfRecord, Instant> deleted = new HashMap<>();
    // a name's look stays here when its account goes: deleted names stay reserved
    private final Map<AddressOfRecord, AddressOfRecord> everByLook = new HashMap<>();
    private final Map<AccountId, AddressOfRecord> ever = new HashMap<>();
    private final Map<AccountId, List<Credential>> credentials = new HashMap<>();
    private final CredentialStore credentialStore = new Credentials();
    private final Consumer<AddressOfRecord> changed;

    /// Tells nobody of changes.
    public InMemoryAccountStore(InstantSource clock) {
        this(clock, (AddressOfRecord _) -> {});
    }

    /// Announces each change.
    public InMemoryAccountStore(InstantSource clock, Changes changes) {
        this(clock, address -> changes.announce(Change.of(Topic.ACCOUNT, address)));
    }

    private InMemoryAccountStore(InstantSource clock, Consumer<AddressOfRecord> changed) {
        this.clock = clock;
        this.changed = changed;
    }

    /// The credentials of these accounts.
    public CredentialStore credentials() {
        return credentialStore;
    }

    @Override
    public synchronized Optional<Account> find(AddressOfRecord address) {
        return Optional.ofNullable(live.get(address));
    }

    @Override
    public synchronized Optional<AddressOfRecord> addressOf(AccountId account) {
        return Optional.ofNullable(ever.get(account));
    }

    @Override
    public synchronized List<Account> list() {
        return live.values().stream()
                .sorted(Comparator.comparing(account -> account.address().toString()))
                .toList();
    }

    @Override
    public synchronized Account create(AddressOfRecord wanted, String displayName) {
        AddressOfRecord address = reserve(wanted);
        Account account =
                new Account(
                        new AccountId(UUID.randomUUID()),
                        address,
                        displayName,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        live.put(address, account);
        ever.put(account.id(), address);
        credentials.put(account.id(), List.of());
        changed.accept(address);
        return account;
    }

    @Override
    public synchronized Optional<Account> rename(AddressOfRecord address, String displayName) {
        Account before = live.get(address);
        if (before == null) {
            return Optional.empty();
        }
        Account renamed = new Account(before.id(), address, displayName, before.createdAt());
        live.put(address, renamed);
        changed.accept(address);
        return Optional.of(renamed);
    }

    @Override
    public synchronized AddressOfRecord reserve(AddressOfRecord wanted) {
        AccountName name = AccountName.of(wanted.user());
        AddressOfRecord address = new AddressOfRecord(name.value(), wanted.domain());
        AddressOfRecord look = new AddressOfRecord(name.look(), wanted.domain());
        AddressOfRecord taken = everByLook.putIfAbsent(look, address);
        if (taken != null) {
            throw taken.equals(address)
                    ? new AccountExistsException(address.toString())
                    : new InvalidAccountNameException(address + " looks like " + taken);
        }
        return address;
    }

    @Override
    public synchronized boolean delete(AddressOfRecord address) {
        Closed was = closed.remove(address);
        Account account = was == null ? live.remove(address) : was.account();
        if (account == null) {
            return false;
        }
        credentials.remove(account.id());
        deleted.put(address, clock.instant());
        changed.accept(address);
        return true;
    }

    @Override
    public synchronized boolean close(AddressOfRecord address) {
        Account account = live.remove(address);
        if (account == null) {
            return false;
        }
        closed.put(address, new Closed(account, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        credentials.remove(account.id());
        changed.accept(address);
        return true;
    }

    @Override
    public synchronized Optional<Account> open(AddressOfRecord address) {
        Closed was = closed.remove(address);
        if (was == null) {
            return Optional.empty();
        }
        live.put(address, was.account());
        credentials.put(was.account().id(), List.of());
        changed.accept(address);
        return Optional.of(was.account());
    }

    @Override
    public synchronized List<Closed> closed() {
        return closed.values().stream()
                .sorted(Comparator.comparing(one -> one.account().address().toString()))
                .toList();
    }

    @Override
    public synchronized List<AddressOfRecord> left(Instant since) {
        return Stream.concat(
                        closed.keySet().stream(),
                        deleted.entrySet().stream()
                                .filter(one -> !one.getValue().isBefore(since))
                                .map(Map.Entry::getKey))
                .toList();
    }

    /// Never: nothing outlives the process that would have to be.
    @Override
    public boolean isAnonymised(AddressOfRecord address) {
        return false;
    }

    private final class Credentials implements CredentialStore {
        @Override
        public List<Credential> find(AccountId account) {
            synchronized (InMemoryAccountStore.this) {
                return credentials.getOrDefault(account, List.of());
            }
        }

        @Override
        public void replace(AccountId account, String label, List<Credential> replacement) {
            CredentialStore.check(account, label, replacement);
            synchronized (InMemoryAccountStore.this) {
                List<Credential> before = credentials.get(account);
                if (before == null) {
                    throw new IllegalArgumentException("no account " + account);
                }
                List<Credential> after = new ArrayList<>(before);
                after.removeIf(credential -> credential.label().equals(label));
                after.addAll(replacement);
                credentials.put(account, CredentialStore.ordered(after));
                changed.accept(ever.get(account));
            }
        }
    }
}
