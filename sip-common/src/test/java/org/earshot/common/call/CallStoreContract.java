package org.earshot.common.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

/// What every store of calls does. Each test may find calls of other domains there.
public abstract class CallStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final String domain = "c" + domains.incrementAndGet() + ".example.org";
    private final String alice = "sip:alice@" + domain;
    private final String bob = "sip:bob@" + domain;
    private final FakeTimers clock = new FakeTimers();

    /// The store under test, with this clock.
    protected abstract CallStore open(InstantSource clock);

    private CallRecord call(int number, String caller, String callee, CallRecord.State state) {
        return new CallRecord(
                new CallKey(domain + number, "tag" + number),
                "n1",
                caller,
                callee,
                state,
                clock.instant(),
                clock.instant().plusSeconds(60));
    }

    @Test
    void aCallIsFoundByBothParties() {
        CallStore store = open(clock);
        CallRecord call = call(1, alice, bob, CallRecord.State.EARLY);
        store.write(List.of(new CallChange(call, false)));
        assertThat(store.callsOf(alice)).containsExactly(call);
        assertThat(store.callsOf(bob)).containsExactly(call);
        assertThat(store.callsOf("sip:carol@" + domain)).isEmpty();
    }

    @Test
    void aCallChangesAndGoes() {
        CallStore store = open(clock);
        store.write(List.of(new CallChange(call(1, alice, bob, CallRecord.State.EARLY), false)));
        CallRecord confirmed = call(1, alice, bob, CallRecord.State.CONFIRMED);
        store.write(List.of(new CallChange(confirmed, false)));
        assertThat(store.callsOf(alice)).containsExactly(confirmed);

        store.write(List.of(new CallChange(confirmed, true)));
        assertThat(store.callsOf(alice)).isEmpty();
    }

    @Test
    void aCallIsEndedByWhoDoesNotKnowWhoCalled() {
        CallStore store = open(clock);
        CallRecord first = call(1, alice, bob, CallRecord.State.CONFIRMED);
        CallRecord second = call(2, alice, bob, CallRecord.State.CONFIRMED);
        store.write(List.of(new CallChange(first, false), new CallChange(second, false)));
        assertThat(store.end(new CallEnd(domain + 1, "another", "tag"))).isEmpty();
        assertThat(store.end(new CallEnd(domain + 1, "tag1", "b"))).containsExactly(first);
        assertThat(store.end(new CallEnd(domain + 1, "tag1", "b"))).isEmpty();
        assertThat(store.end(new CallEnd(domain + 2, "b", "tag2"))).containsExactly(second);
        assertThat(store.callsOf(alice)).isEmpty();
    }

    @Test
    void aCallToOneselfIsOne() {
        CallStore store = open(clock);
        store.write(List.of(new CallChange(call(1, alice, alice, CallRecord.State.EARLY), false)));
        assertThat(store.callsOf(alice)).hasSize(1);
    }

    @Test
    void theOldestStandsFirst() {
        CallStore store = open(clock);
        CallRecord first = call(2, alice, bob, CallRecord.State.CONFIRMED);
        clock.advance(Duration.ofSeconds(1));
        CallRecord second = call(1, bob, alice, CallRecord.State.EARLY);
        store.write(List.of(new CallChange(second, false), new CallChange(first, false)));
        assertThat(store.callsOf(alice)).containsExactly(first, second);
    }

    @Test
    void whatHasExpiredIsNotSeenAndGoes() {
        CallStore store = open(clock);
        CallRecord call = call(1, alice, bob, CallRecord.State.EARLY);
        store.write(List.of(new CallChange(call, false)));
        clock.advance(Duration.ofSeconds(60));
        assertThat(store.callsOf(alice)).isEmpty();
        assertThat(store.removeDead(_ -> true)).contains(call);
        assertThat(store.removeDead(_ -> true)).doesNotContain(call);
    }

    @Test
    void theCallsOfADeadNodeGo() {
        CallStore store = open(clock);
        CallRecord call = call(1, alice, bob, CallRecord.State.CONFIRMED);
        store.write(List.of(new CallChange(call, false)));
        assertThat(store.removeDead(node -> node.equals("n1"))).doesNotContain(call);
        assertThat(store.removeDead(node -> !node.equals("n1"))).contains(call);
        assertThat(store.callsOf(bob)).isEmpty();
    }
}
