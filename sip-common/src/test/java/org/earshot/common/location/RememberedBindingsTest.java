package org.earshot.common.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

class RememberedBindingsTest extends BindingStoreContract {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");

    private final FakeTimers clock = new FakeTimers();
    private final AtTimesAway store =
            new AtTimesAway(new InMemoryBindingStore(clock, new LocalChanges(Runnable::run)));
    private final RememberedBindings remembered = new RememberedBindings(store, clock);

    @Override
    protected BindingStore open(InstantSource clock, Changes changes) {
        return new RememberedBindings(new InMemoryBindingStore(clock, changes), clock);
    }

    /// A store as one on a database is.
    private static final class AtTimesAway implements BindingStore {
        private final BindingStore store;
        private boolean away;

        AtTimesAway(BindingStore store) {
            this.store = store;
        }

        private BindingStore there() {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            return store;
        }

        @Override
        public List<Binding> lookup(AddressOfRecord address) {
            return there().lookup(address);
        }

        @Override
        public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
            return there().update(address, change);
        }

        @Override
        public int removeExpired() {
            return there().removeExpired();
        }

        @Override
        public List<AddressOfRecord> addresses() {
            return there().addresses();
        }

        @Override
        public Totals totals() {
            return there().totals();
        }
    }

    @Test
    void whatWasLastSeenIsToldWhileTheStoreIsAwayUntilItExpires() {
        Binding binding = binding(1, 1000, 60);
        remembered.update(ALICE, _ -> List.of(binding));
        store.away = true;
        assertThat(remembered.whileAway().lookup(ALICE)).containsExactly(binding);
        assertThatThrownBy(() -> remembered.lookup(ALICE))
                .as("who changes something must know")
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> remembered.whileAway().lookupAll(List.of(ALICE)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> remembered.whileAway().lookup(BOB))
                .as("nothing is known of them")
                .isInstanceOf(StoreUnavailableException.class);
        clock.advance(Duration.ofSeconds(60));
        assertThatThrownBy(() -> remembered.whileAway().lookup(ALICE))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void whatOthersChangeIsSeenAtTheNextLook() {
        Binding binding = binding(1, 1000, 60);
        remembered.update(ALICE, _ -> List.of(binding));
        Binding other = binding(2, 1000, 60);
        store.update(ALICE, _ -> List.of(other)); // as another node does
        assertThat(remembered.whileAway().lookupAll(List.of(ALICE)))
                .isEqualTo(Map.of(ALICE, List.of(other)));
        store.away = true;
        assertThat(remembered.whileAway().lookup(ALICE)).containsExactly(other);
        store.away = false;
        remembered.update(ALICE, _ -> List.of());
        store.away = true;
        assertThatThrownBy(() -> remembered.whileAway().lookup(ALICE))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
