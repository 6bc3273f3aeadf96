package org.earshot.common.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

class CallStatesTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final CallKey CALL = new CallKey("call-1", "a");

    private final FakeTimers timers = new FakeTimers();
    private final FailingStore store = new FailingStore();
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final List<String> told = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final CallStates states =
            new CallStates(
                    store,
                    changes,
                    "n1",
                    new CallStates.Limits(Duration.ofMinutes(10), Duration.ofHours(24), 3),
                    timers,
                    tasks::add,
                    timers);

    CallStatesTest() {
        changes.subscribe(Topic.CALLS, change -> told.add(change.subject()));
    }

    private final class FailingStore implements CallStore {
        private final InMemoryCallStore inner = new InMemoryCallStore(timers);
        private boolean away;
        private int writes;

        @Override
        public void write(List<CallChange> batch) {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            writes++;
            inner.write(batch);
        }

        @Override
        public List<CallRecord> end(CallEnd end) {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            return inner.end(end);
        }

        @Override
        public List<CallRecord> callsOf(String address) {
            return inner.callsOf(address);
        }

        @Override
        public List<CallRecord> removeDead(Predicate<String> isAlive) {
            return inner.removeDead(isAlive);
        }
    }

    /// What another node wrote.
    @Test
    void whatBeganElsewhereEndsInTheStoreAndAllHearOfIt() {
        List<CallEnd> heard = new ArrayList<>();
        changes.subscribe(Topic.CALL_OVER, change -> heard.add(CallEnd.of(change).orElseThrow()));
        store.write(
                List.of(
                        new CallChange(
                                new CallRecord(
                                        CALL,
                                        "n2",
                                        ALICE,
                                        BOB,
                                        CallRecord.State.CONFIRMED,
                                        timers.instant(),
                                        timers.instant().plusSeconds(60)),
                                false)));
        CallEnd end = new CallEnd("call-1", "b", "a");
        states.endedElsewhere(end);
        work();
        assertThat(store.callsOf(ALICE)).isEmpty();
        assertThat(told).containsExactly(ALICE, BOB);
        assertThat(heard).containsExactly(end);
        states.endedElsewhere(end);
        work();
        assertThat(heard).as("once").hasSize(1);
    }

    @Test
    void whatWasRefreshedElsewhereIsToldToTheOtherNodes() {
        List<Change> heard = new ArrayList<>();
        changes.subscribe(Topic.CALL_REFRESHED, heard::add);
        Flow flow = RecordedRequest.flow(Transport.TLS, "2001:db8::9", 1, 1);
        for (Optional<Duration> interval :
                List.of(Optional.of(Duration.ofMinutes(30)), Optional.<Duration>empty())) {
            CallRefresh refresh = new CallRefresh("call-1", "b", "a", interval, flow);
            states.refreshedElsewhere(refresh);
            assertThat(CallRefresh.of(heard.removeLast())).contains(refresh);
        }
        states.refreshedElsewhere(
                new CallRefresh("c".repeat(512), "b", "a", Optional.empty(), flow));
        assertThat(heard).as("no room").isEmpty();
        for (String odd : List.of("a b c", "a b c d e", "a b c 1 TLS|x|y", "a b c - d e")) {
            assertThat(CallRefresh.of(new Change(Topic.CALL_REFRESHED, odd))).as(odd).isEmpty();
        }
    }

    private void work() {
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
    }

    private static CallListener.Side side(String address, int port) {
        return new CallListener.Side(
                address, Optional.of(RecordedRequest.flow(Transport.TLS, "192.0.2.9", port, port)));
    }

    private void goesOn(CallKey key, CallRecord.State state) {
        states.goesOn(key, state, side(ALICE, 1), side(BOB, 2));
    }

    @Test
    void bothPartiesAreToldAfterItIsStored() {
        goesOn(CALL, CallRecord.State.EARLY);
        assertThat(told).isEmpty();
        work();
        assertThat(told).containsExactly(ALICE, BOB);
        assertThat(store.callsOf(BOB).getFirst().state()).isEqualTo(CallRecord.State.EARLY);
        assertThat(states.unwritten()).isZero();
    }

    @Test
    void ofEachCallOnlyTheLastStateIsWritten() {
        goesOn(CALL, CallRecord.State.EARLY);
        goesOn(CALL, CallRecord.State.CONFIRMED);
        states.ended(CALL);
        goesOn(new CallKey("call-2", "a"), CallRecord.State.EARLY);
        work();
        assertThat(store.writes).isEqualTo(1);
        assertThat(store.callsOf(ALICE)).hasSize(1);
        assertThat(told).containsExactly(ALICE, BOB);
    }

    @Test
    void aLateRingingDoesNotUndoTheAnswer() {
        goesOn(CALL, CallRecord.State.CONFIRMED);
        goesOn(CALL, CallRecord.State.EARLY);
        work();
        assertThat(store.callsOf(ALICE).getFirst().state()).isEqualTo(CallRecord.State.CONFIRMED);
    }

    @Test
    void nothingIsLostWhileTheStoreIsAway() {
        store.away = true;
        goesOn(CALL, CallRecord.State.EARLY);
        work();
        goesOn(CALL, CallRecord.State.CONFIRMED);
        work();
        assertThat(told).isEmpty();
        store.away = false;
        timers.advance(Duration.ofSeconds(1));
        work();
        assertThat(store.callsOf(ALICE).getFirst().state()).isEqualTo(CallRecord.State.CONFIRMED);
        assertThat(told).containsExactly(ALICE, BOB);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void aCallEndsWithTheSecondOfItsConnections() {
        goesOn(CALL, CallRecord.State.CONFIRMED);
        states.onFlowClosed(side(ALICE, 1).flow().orElseThrow());
        assertThat(states.size()).isEqualTo(1);
        states.onFlowClosed(side(BOB, 2).flow().orElseThrow());
        work();
        assertThat(states.size()).isZero();
        assertThat(store.callsOf(ALICE)).isEmpty();
    }

    @Test
    void overUdpOnlyTheTimeEndsIt() {
        Flow tls = side(ALICE, 1).flow().orElseThrow();
        states.goesOn(
                CALL,
                CallRecord.State.CONFIRMED,
                side(ALICE, 1),
                new CallListener.Side(BOB, Optional.of(RecordedRequest.udpFlow())));
        states.onFlowClosed(tls);
        assertThat(states.size()).isEqualTo(1);
        timers.advance(Duration.ofHours(24));
        states.removeExpired();
        work();
        assertThat(states.size()).isZero();
        assertThat(store.callsOf(BOB)).isEmpty();
    }

    @Test
    void whatIsTooMuchIsNotShown() {
        for (int i = 0; i < 5; i++) {
            goesOn(new CallKey("call-" + i, "a"), CallRecord.State.EARLY);
        }
        work();
        assertThat(states.size()).isEqualTo(3);
        assertThat(store.callsOf(ALICE)).hasSize(3);
    }
}
