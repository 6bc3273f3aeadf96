package org.earshot.common.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// What every binding store does. Each test may find bindings of other domains in the store.
public abstract class BindingStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final String domain = "b" + domains.incrementAndGet() + ".example.org";
    private final AddressOfRecord alice = new AddressOfRecord("alice", domain);
    private final AddressOfRecord bob = new AddressOfRecord("bob", domain);
    private final FakeTimers clock = new FakeTimers();

    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final List<Change> heard = new ArrayList<>();

    /// The store under test, with this clock.
    protected abstract BindingStore open(InstantSource clock, Changes changes);

    private BindingStore open(InstantSource clock) {
        changes.subscribe(Topic.REGISTRATION, heard::add);
        return open(clock, changes);
    }

    /// A binding that ends after so many seconds; `number` makes its key and contact.
    protected Binding binding(int number, int q, int seconds) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        key[1] = (byte) (number >> 8);
        key[31] = (byte) 0xFF;
        return new Binding(
                new BindingKey(key),
                "sip:alice@192.0.2.1:" + (10000 + number) + ";transport=tls;ob",
                q,
                "call-" + number + "@192.0.2.1",
                4_294_967_295L,
                clock.instant().plusSeconds(seconds),
                Optional.of("urn:uuid:00000000-0000-1000-8000-000A95A0E128"),
                1,
                new Flow(
                        "n1",
                        Transport.TLS,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061),
                        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 40000 + number),
                        17),
                List.of("<sip:edge1.example.org;lr>", "<sip:edge2.example.org;lr;x=\"a,b\">"),
                "Earshot/0.1 (Ünïcode 👂)",
                true,
                clock.instant());
    }

    @Test
    void nobodyIsThereAtFirst() {
        BindingStore store = open(clock);
        assertThat(store.lookup(alice)).isEmpty();
        assertThat(store.addresses()).doesNotContain(alice);
    }

    @Test
    void addressesAreFoundPageByPage() {
        BindingStore store = open(clock);
        List<AddressOfRecord> all = new ArrayList<>();
        for (String name : List.of("Page", "page", "page-one", "page.two", "pages")) {
            AddressOfRecord one = new AddressOfRecord(name, "pages.example.org");
            all.add(one);
            store.update(
                    one,
                    _ ->
                            List.of(
                                    binding(2 * all.size(), 1000, 60),
                                    binding(2 * all.size() + 1, 1000, 60)));
        }
        store.update(
                new AddressOfRecord("page-over", "pages.example.org"),
                _ -> List.of(binding(99, 1000, 1)));
        clock.advance(Duration.ofSeconds(2));
        all.sort(Comparator.comparing(AddressOfRecord::toString));
        String domain = "@pages.example.org";
        assertThat(store.addresses(domain, "", 100)).isEqualTo(all);
        assertThat(store.addresses(domain, "", 2)).isEqualTo(all.subList(0, 2));
        assertThat(store.addresses(domain, all.get(1).toString(), 2)).isEqualTo(all.subList(2, 4));
        assertThat(store.addresses("", all.getLast().toString(), 100))
                .doesNotContainAnyElementsOf(all);
        assertThat(store.addresses("", "", 10_000)).containsAll(all).isEqualTo(store.addresses());
        assertThat(store.addresses("ünïcode", "", 10_000)).containsAll(all); // the user agent
        assertThat(store.addresses("192.0.2.1:10004", "", 10_000))
                .contains(new AddressOfRecord("page", "pages.example.org"));
        assertThat(store.addresses("%", "", 100)).isEmpty();
    }

    @Test
    void aBindingComesBackAsItWasWritten() {
        BindingStore store = open(clock);
        Binding binding = binding(1, 1000, 60);
        assertThat(store.update(alice, _ -> List.of(binding))).containsExactly(binding);
        assertThat(store.lookup(alice)).containsExactly(binding);
        assertThat(store.lookup(bob)).isEmpty();
        assertThat(store.addresses()).contains(alice).doesNotContain(bob);
    }

    @Test
    void severalAddressesAreLookedUpAtOnceAndEachAsIfAlone() {
        BindingStore store = open(clock);
        List<AddressOfRecord> many = new ArrayList<>(List.of(alice, bob, alice));
        for (int i = 0; i < 100; i++) {
            many.add(new AddressOfRecord("user" + i, domain));
        }
        store.update(alice, _ -> List.of(binding(1, 100, 600), binding(2, 900, 60)));
        store.update(many.getLast(), _ -> List.of(binding(1, 1000, 600)));
        Map<AddressOfRecord, List<Binding>> found = store.lookupAll(many);
        assertThat(found).containsOnlyKeys(many);
        many.forEach(each -> assertThat(found.get(each)).isEqualTo(store.lookup(each)));
        assertThat(found.get(alice)).hasSize(2);
        assertThat(found.get(bob)).isEmpty();
        assertThat(store.lookupAll(List.of())).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(store.lookupAll(List.of(alice, bob)))
                .isEqualTo(Map.of(alice, store.lookup(alice), bob, List.of()));
        assertThat(store.lookup(alice)).hasSize(1);
    }

    @Test
    void aBindingWithoutOptionalPartsComesBackToo() {
        BindingStore store = open(clock);
        Binding full = binding(1, 0, 60);
        Binding bare =
                new Binding(
                        full.key(),
                        full.contact(),
                        0,
                        full.callId(),
                        0,
                        full.expiresAt(),
                        Optional.empty(),
                        0,
                        full.flow(),
                        List.of(),
                        "",
                        false,
                        full.updatedAt());
        store.update(alice, _ -> List.of(bare));
        assertThat(store.lookup(alice)).containsExactly(bare);
    }

    @Test
    void thePreferredComesFirstAndAmongEqualsTheLatest() {
        BindingStore store = open(clock);
        Binding low = binding(1, 100, 600);
        Binding old = binding(2, 900, 600);
        clock.advance(Duration.ofSeconds(1));
        Binding recent = binding(3, 900, 600);
        store.update(alice, _ -> List.of(low, old, recent));
        assertThat(store.lookup(alice)).containsExactly(recent, old, low);
    }

    @Test
    void aChangeSeesWhatIsThereAndReplacesIt() {
        BindingStore store = open(clock);
        Binding one = binding(1, 1000, 60);
        Binding two = binding(2, 500, 60);
        store.update(alice, _ -> List.of(one));
        List<Binding> after =
                store.update(
                        alice,
                        before -> {
                            assertThat(before).containsExactly(one);
                            return List.of(before.getFirst(), two);
                        });
        assertThat(after).containsExactly(one, two);
        store.update(alice, before -> List.of(before.get(1)));
        assertThat(store.lookup(alice)).containsExactly(two);
        store.update(alice, _ -> List.of());
        assertThat(store.lookup(alice)).isEmpty();
        assertThat(store.addresses()).doesNotContain(alice);
    }

    @Test
    void aRefreshKeepsItsKey() {
        BindingStore store = open(clock);
        store.update(alice, _ -> List.of(binding(1, 1000, 60)));
        clock.advance(Duration.ofSeconds(30));
        Binding refreshed = binding(1, 1000, 3600);
        store.update(alice, _ -> List.of(refreshed));
        assertThat(store.lookup(alice)).containsExactly(refreshed);
    }

    @Test
    void anExpiredBindingIsSeenByNobody() {
        BindingStore store = open(clock);
        store.update(alice, _ -> List.of(binding(1, 1000, 60), binding(2, 500, 120)));
        Binding remaining = store.lookup(alice).get(1);
        clock.advance(Duration.ofSeconds(60));
        assertThat(store.lookup(alice)).containsExactly(remaining);
        store.update(
                alice,
                before -> {
                    assertThat(before).containsExactly(remaining);
                    return before;
                });
        clock.advance(Duration.ofSeconds(60));
        assertThat(store.lookup(alice)).isEmpty();
        assertThat(store.addresses()).doesNotContain(alice);
    }

    @Test
    void expiredBindingsAreRemovedOnce() {
        BindingStore store = open(clock);
        store.update(alice, _ -> List.of(binding(1, 1000, 1)));
        store.update(bob, _ -> List.of(binding(2, 1000, 60)));
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.removeExpired()).isPositive();
        assertThat(store.removeExpired()).isZero();
        assertThat(store.lookup(bob)).hasSize(1);
    }

    @Test
    void howManyThereAre() {
        BindingStore store = open(clock);
        store.update(alice, _ -> List.of());
        store.update(bob, _ -> List.of());
        BindingStore.Totals before = store.totals();
        store.update(alice, _ -> List.of(binding(1, 1000, 1), binding(2, 1000, 60)));
        store.update(bob, _ -> List.of(binding(1, 1000, 60)));
        assertThat(store.totals())
                .isEqualTo(new BindingStore.Totals(before.addresses() + 2, before.bindings() + 3));
        store.update(bob, _ -> List.of());
        assertThat(store.totals())
                .isEqualTo(new BindingStore.Totals(before.addresses() + 1, before.bindings() + 2));
        store.update(alice, _ -> List.of(binding(1, 1000, 1)));
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.lookup(alice)).isEmpty();
        assertThat(store.totals().bindings()).isLessThanOrEqualTo(before.bindings());
    }

    @Test
    void whoeverComesGoesOrIsReachedAnotherWayIsNews() {
        BindingStore store = open(clock);
        Change news = Change.of(Topic.REGISTRATION, alice);
        Binding first = binding(1, 1000, 60);
        store.update(alice, _ -> List.of(first));
        assertThat(heard).containsExactly(news);
        store.update(alice, _ -> List.of(first, binding(2, 1000, 60)));
        assertThat(heard).hasSize(2);
        store.update(alice, before -> List.of(before.getFirst()));
        assertThat(heard).hasSize(3);
        store.update(alice, _ -> List.of());
        assertThat(heard).hasSize(4).containsOnly(news);
    }

    @Test
    void aRefreshIsNoNewsButAPhoneThatStartsAnewIs() {
        BindingStore store = open(clock);
        Binding before = binding(1, 1000, 60);
        store.update(alice, _ -> List.of(before));
        clock.advance(Duration.ofSeconds(30));
        store.update(alice, _ -> List.of(binding(1, 1000, 60)));
        assertThat(heard).hasSize(1);
        store.update(
                alice,
                _ ->
                        List.of(
                                new Binding(
                                        before.key(),
                                        before.contact(),
                                        1000,
                                        "another-call-id",
                                        1,
                                        clock.instant().plusSeconds(60),
                                        before.instanceId(),
                                        before.regId(),
                                        before.flow(),
                                        before.path(),
                                        before.userAgent(),
                                        before.takesCpim(),
                                        before.wantsHistory(),
                                        clock.instant())));
        assertThat(heard).hasSize(2);
    }

    @Test
    void expiryIsHeardOnce() {
        BindingStore store = open(clock);
        store.update(alice, _ -> List.of(binding(1, 1000, 60), binding(2, 1000, 600)));
        clock.advance(Duration.ofSeconds(60));
        assertThat(heard).hasSize(1);
        store.removeExpired();
        store.removeExpired();
        assertThat(heard).filteredOn(Change.of(Topic.REGISTRATION, alice)::equals).hasSize(2);
    }

    @Test
    void whoComesBackAfterExpiryIsNewsThoughNothingElseChanged() {
        BindingStore store = open(clock);
        store.update(alice, _ -> List.of(binding(1, 1000, 60)));
        clock.advance(Duration.ofSeconds(90));
        store.update(alice, _ -> List.of(binding(1, 1000, 60)));
        assertThat(heard).hasSize(2);
    }

    @Test
    void aChangeThatThrowsIsNoNews() {
        BindingStore store = open(clock);
        assertThatThrownBy(() ->
                        store.update(
                                alice, _ -> List.of(binding(1, 1000, 60), binding(1, 500, 60))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void aChangeThatGivesAnExpiredBindingGivesNone() {
        BindingStore store = open(clock);
        assertThat(store.update(alice, _ -> List.of(binding(1, 1000, 0)))).isEmpty();
        assertThat(store.lookup(alice)).isEmpty();
    }

    @Test
    void aChangeThatThrowsChangesNothing() {
        BindingStore store = open(clock);
        Binding binding = binding(1, 1000, 60);
        store.update(alice, _ -> List.of(binding));
        assertThatThrownBy(() ->
                        store.update(
                                alice,
                                _ -> {
                                    throw new IllegalStateException("Out of order");
                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Out of order");
        assertThat(store.lookup(alice)).containsExactly(binding);
    }

    @Test
    void twoBindingsWithOneKeyAreRefused() {
        BindingStore store = open(clock);
        assertThatThrownBy(() ->
                        store.update(
                                alice, _ -> List.of(binding(1, 1000, 60), binding(1, 500, 60))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.lookup(alice)).isEmpty();
    }

    @Test
    void theUserPartIsCaseSensitive() {
        BindingStore store = open(clock);
        store.update(alice, _ -> List.of(binding(1, 1000, 60)));
        assertThat(store.lookup(new AddressOfRecord("Alice", domain))).isEmpty();
    }

    @Test
    void noneOfManyChangesAtOnceIsLost() throws Exception {
        BindingStore store = open(clock);
        int threads = 32;
        int each = 3;
        List<Callable<Void>> changes = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t * each;
            changes.add(() -> {
                for (int i = first; i < first + each; i++) {
                    Binding mine = binding(i, 1000, 60);
                    // two addresses at once, in both orders
                    for (AddressOfRecord address :
                            i % 2 == 0 ? List.of(alice, bob) : List.of(bob, alice)) {
                        store.update(
                                address,
                                before -> {
                                    List<Binding> after = new ArrayList<>(before);
                                    after.add(mine);
                                    return after;
                                });
                    }
                }
                return null;
            });
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> change : executor.invokeAll(changes)) {
                change.get();
            }
        }
        assertThat(store.lookup(alice)).hasSize(threads * each);
        assertThat(store.lookup(bob)).hasSize(threads * each);
    }
}
