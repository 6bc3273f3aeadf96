package org.earshot.common.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

/// What every account store does. Each test may find accounts of other domains in the store.
public abstract class AccountStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final String domain = "d" + domains.incrementAndGet() + ".example.org";
    private final FakeTimers clock = new FakeTimers();
    private final AddressOfRecord alice = new AddressOfRecord("alice", domain);

    /// The store under test, with this clock.
    protected abstract AccountStore open(InstantSource clock);

    @Test
    void whatWasCreatedIsFound() {
        AccountStore store = open(clock);
        Account created = store.create(alice, "Alice Ünal 👂");
        assertThat(store.find(alice)).contains(created);
        assertThat(created.address()).isEqualTo(alice);
        assertThat(created.displayName()).isEqualTo("Alice Ünal 👂");
        assertThat(created.createdAt()).isEqualTo(clock.instant());
        assertThat(store.list()).contains(created);
    }

    @Test
    void anotherNameForOthersToSee() {
        AccountStore store = open(clock);
        Account created = store.create(alice, "Alice");
        assertThat(store.rename(alice, "Älice 👂"))
                .contains(new Account(created.id(), alice, "Älice 👂", created.createdAt()));
        assertThat(store.rename(alice, "Älice 👂")).isPresent(); // the same once more
        assertThat(store.find(alice).orElseThrow().displayName()).isEqualTo("Älice 👂");
        store.delete(alice);
        assertThat(store.rename(alice, "Ghost")).isEmpty();
        assertThat(store.rename(new AddressOfRecord("nobody", domain), "x")).isEmpty();
    }

    @Test
    void aClosedAccountIsAsIfItWereNotThereUntilItIsOpened() {
        AccountStore store = open(clock);
        Account created = store.create(alice, "Alice");
        assertThat(store.close(alice)).isTrue();
        assertThat(store.close(alice)).isFalse();
        assertThat(store.find(alice)).isEmpty();
        assertThat(store.list()).doesNotContain(created);
        assertThat(store.page("alice@" + domain, "", 10)).isEmpty();
        assertThat(store.rename(alice, "Ghost")).isEmpty();
        assertThat(store.addressOf(created.id())).contains(alice);
        assertThat(store.closed()).contains(new AccountStore.Closed(created, clock.instant()));
        assertThatThrownBy(() -> store.create(alice, ""))
                .isInstanceOf(AccountExistsException.class);
        assertThat(store.open(alice)).contains(created);
        assertThat(store.open(alice)).isEmpty();
        assertThat(store.find(alice)).contains(created);
        assertThat(store.closed()).extracting(AccountStore.Closed::account).doesNotContain(created);
    }

    @Test
    void aClosedAccountCanBeDeletedAndIsOpenedNoMore() {
        AccountStore store = open(clock);
        Account created = store.create(alice, "Alice");
        store.close(alice);
        assertThat(store.delete(alice)).isTrue();
        assertThat(store.delete(alice)).isFalse();
        assertThat(store.open(alice)).isEmpty();
        assertThat(store.closed()).extracting(AccountStore.Closed::account).doesNotContain(created);
        assertThat(store.close(new AddressOfRecord("nobody", domain))).isFalse();
    }

    @Test
    void whoMayHaveLeftSomethingBehindIsKnown() {
        AccountStore store = open(clock);
        store.create(alice, "");
        AddressOfRecord bob = store.create(new AddressOfRecord("bob", domain), "").address();
        AddressOfRecord carol = store.create(new AddressOfRecord("carol", domain), "").address();
        store.close(bob);
        store.delete(carol);
        assertThat(store.left(clock.instant())).contains(bob, carol).doesNotContain(alice);
        assertThat(store.left(clock.instant().plusSeconds(1))).contains(bob).doesNotContain(carol);
        assertThat(store.isAnonymised(bob)).isFalse();
        assertThat(store.isAnonymised(new AddressOfRecord("not a name", domain))).isFalse();
    }

    @Test
    void anIdHasItsAddressForEver() {
        AccountStore store = open(clock);
        AccountId id = store.create(alice, "").id();
        assertThat(store.addressOf(id)).contains(alice);
        store.delete(alice);
        assertThat(store.find(alice)).isEmpty();
        assertThat(store.addressOf(id)).contains(alice);
        assertThat(store.addressOf(new AccountId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void nobodyIsFoundWhoWasNotCreated() {
        assertThat(open(clock).find(alice)).isEmpty();
    }

    @Test
    void aNameCanBeTakenOnce() {
        AccountStore store = open(clock);
        store.create(alice, "");
        assertThatThrownBy(() -> store.create(alice, ""))
                .isInstanceOf(AccountExistsException.class);
    }

    @Test
    void anotherDomainIsAnotherAccount() {
        AccountStore store = open(clock);
        Account here = store.create(alice, "");
        Account there = store.create(new AddressOfRecord("alice", "other." + domain), "");
        assertThat(there.id()).isNotEqualTo(here.id());
    }

    @Test
    void aNameIsCreatedInLowerCase() {
        AccountStore store = open(clock);
        Account created = store.create(new AddressOfRecord("Alice", domain), "");
        assertThat(created.address()).isEqualTo(alice);
        assertThat(store.find(alice)).contains(created);
        assertThat(store.find(new AddressOfRecord("Alice", domain))).isEmpty();
    }

    @Test
    void aConfusableNameIsRefused() {
        AccountStore store = open(clock);
        store.create(new AddressOfRecord("lou", domain), "");
        assertThatThrownBy(() -> store.create(new AddressOfRecord("1ou", domain), ""))
                .isInstanceOf(InvalidAccountNameException.class)
                .hasMessageContaining("lou");
    }

    @Test
    void aDeletedAccountIsGoneAndItsNameStaysReserved() {
        AccountStore store = open(clock);
        store.create(alice, "");
        assertThat(store.delete(alice)).isTrue();
        assertThat(store.find(alice)).isEmpty();
        assertThat(store.list()).noneMatch(account -> account.address().equals(alice));
        assertThat(store.delete(alice)).isFalse();
        assertThatThrownBy(() -> store.create(alice, ""))
                .isInstanceOf(AccountExistsException.class);
    }

    @Test
    void aReservedNameIsNobodysAndTaken() {
        AccountStore store = open(clock);
        AddressOfRecord team = store.reserve(new AddressOfRecord("Team", domain));
        assertThat(team).isEqualTo(new AddressOfRecord("team", domain));
        assertThat(store.find(team)).isEmpty();
        assertThat(store.list()).noneMatch(account -> account.address().equals(team));
        assertThatThrownBy(() -> store.create(team, "")).isInstanceOf(AccountExistsException.class);
        assertThatThrownBy(() -> store.reserve(team)).isInstanceOf(AccountExistsException.class);
        store.create(alice, "");
        assertThatThrownBy(() -> store.reserve(alice)).isInstanceOf(AccountExistsException.class);
    }

    @Test
    void accountsAreListedByAddress() {
        AccountStore store = open(clock);
        store.create(new AddressOfRecord("carol", domain), "");
        store.create(alice, "");
        store.create(new AddressOfRecord("bob", domain), "");
        assertThat(store.list())
                .filteredOn(account -> account.address().domain().equals(domain))
                .extracting(account -> account.address().user())
                .containsExactly("alice", "bob", "carol");
    }

    @Test
    void accountsAreFoundPageByPage() {
        AccountStore store = open(clock);
        // a dot and a dash come before the @ of a shorter name, letters behind it
        for (String name : List.of("page", "page.two", "page-one", "pages", "100%_sure")) {
            store.create(new AddressOfRecord(name.replace("%", ""), domain), "Ärger " + name);
        }
        store.delete(new AddressOfRecord("pages", domain));
        List<Account> all = store.page("", "", 1000);
        assertThat(all).isEqualTo(store.list());
        List<Account> found = store.page("page", "", 1000);
        assertThat(found)
                .isEqualTo(
                        store.list().stream()
                                .filter(one -> one.address().user().contains("page"))
                                .toList())
                .hasSize(3);
        assertThat(store.page("page", "", 2)).isEqualTo(found.subList(0, 2));
        assertThat(store.page("page", found.get(1).address().toString(), 2))
                .containsExactly(found.get(2));
        assertThat(store.page("ärger page", "", 9)).isEqualTo(found);
        assertThat(store.page("%_sure", "", 9)).hasSize(1);
        assertThat(store.page("p%", "", 9)).isEmpty();
        assertThat(store.page("@" + domain, "", 1000)).isNotEmpty();
    }

    @Test
    void ofManyWhoWantOneNameOneGetsIt() throws Exception {
        AccountStore store = open(clock);
        List<Callable<Integer>> attempts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            attempts.add(() -> {
                try {
                    store.create(alice, "");
                    return 1;
                } catch (AccountExistsException e) {
                    return 0;
                }
            });
        }
        int created = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> attempt : threads.invokeAll(attempts)) {
                created += attempt.get();
            }
        }
        assertThat(created).isEqualTo(1);
    }
}
