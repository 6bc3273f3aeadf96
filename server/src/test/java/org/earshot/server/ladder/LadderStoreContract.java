package org.earshot.server.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a store of calls does, whatever is under it. Each test may find calls of others there.
abstract class LadderStoreContract {
    private static final AtomicInteger DOMAINS = new AtomicInteger();
    private static final Instant START = Instant.parse("2026-11-29T10:00:00.000001Z");

    private final String domain = "l" + DOMAINS.incrementAndGet() + ".example.org";
    private final String alice = "sip:alice@" + domain;
    private final String bob = "sip:bob@" + domain;

    abstract LadderStore store();

    private CallSummary call(String id, int second, String from, String to, Outcome outcome) {
        return new CallSummary(
                id + '@' + domain,
                "n1",
                1,
                from,
                to,
                START.plusSeconds(second),
                outcome == Outcome.ANSWERED
                        ? Optional.of(START.plusSeconds(second + 2))
                        : Optional.empty(),
                Optional.empty(),
                outcome,
                outcome == Outcome.ANSWERED ? 200 : 404);
    }

    private static LadderStore.Trail trail(CallSummary call, List<LadderMessage> messages) {
        return new LadderStore.Trail(call, messages, 0);
    }

    private List<CallSummary> search(String of, Optional<Outcome> outcome, int most) {
        return store().search(
                        new LadderStore.Wanted(Instant.EPOCH, Optional.of(of), outcome, most));
    }

    @Test
    void whatWasWrittenComesBackInTheOrderOfTime() {
        List<LadderMessage> messages =
                Script.messages("< INVITE+keys\n> 100 INVITE\n> INVITE #1\n< 404 INVITE #1");
        CallSummary call = call("1", 0, alice, bob, Outcome.FAILED);
        assertThat(store().find(call.id())).isEmpty();
        store().write(List.of(trail(call, messages.subList(2, 4))));
        store().write(
                        List.of(
                                new LadderStore.Trail(call, messages.subList(0, 2), 5),
                                trail(call("2", 1, bob, alice, Outcome.OPEN), messages)));
        assertThat(store().find(call.id())).contains(new LadderStore.Ladder(call, messages, 5));
        store().write(List.of());
    }

    @Test
    void whatBecameOfACallIsWrittenAnew() {
        store().write(List.of(trail(call("3", 0, alice, bob, Outcome.OPEN), List.of())));
        CallSummary later =
                new CallSummary(
                        "3@" + domain,
                        "n1",
                        1,
                        alice,
                        bob,
                        START,
                        Optional.of(START.plusSeconds(3)),
                        Optional.of(START.plusSeconds(9)),
                        Outcome.ANSWERED,
                        200);
        store().write(List.of(trail(later, List.of())));
        assertThat(search(alice, Optional.empty(), 10)).containsExactly(later);
    }

    @Test
    void theNodeNearestToTheCallerKnowsBest() {
        CallSummary near = call("4", 0, alice, bob, Outcome.ANSWERED);
        CallSummary far =
                new CallSummary(
                        near.callId(),
                        "n2",
                        2,
                        alice,
                        bob,
                        near.began(),
                        Optional.empty(),
                        Optional.of(START.plusSeconds(1)),
                        Outcome.MISSED,
                        487);
        List<LadderMessage> ofNear = Script.messages("n1", 1, "< INVITE\n> 100 INVITE");
        List<LadderMessage> ofFar = Script.messages("n2", 2, "< INVITE\n> 487 INVITE");
        store().write(List.of(trail(far, ofFar)));
        store().write(List.of(trail(near, ofNear)));
        store().write(List.of(trail(far, List.of())));
        assertThat(store().find(near.id()).orElseThrow().summary()).isEqualTo(near);
        assertThat(store().find(near.id()).orElseThrow().messages())
                .hasSize(4)
                .containsAll(ofNear)
                .containsAll(ofFar);
    }

    @Test
    void someAreFound() {
        CallSummary one = call("5", 1, alice, bob, Outcome.FAILED);
        CallSummary two = call("6", 2, bob, alice, Outcome.ANSWERED);
        CallSummary three = call("7", 3, bob, "sip:carol@" + domain, Outcome.MISSED);
        CallSummary own = call("8", 4, alice, alice, Outcome.FAILED);
        for (CallSummary call : List.of(one, two, three, own)) {
            store().write(List.of(trail(call, List.of())));
        }
        assertThat(search(alice, Optional.empty(), 10)).containsExactly(own, two, one);
        assertThat(search(alice, Optional.empty(), 2)).containsExactly(own, two);
        assertThat(search(bob, Optional.of(Outcome.MISSED), 10)).containsExactly(three);
        assertThat(search(alice, Optional.of(Outcome.FAILED), 10)).containsExactly(own, one);
        assertThat(
                        store().search(
                                        new LadderStore.Wanted(
                                                START.plusSeconds(2),
                                                Optional.of(alice),
                                                Optional.empty(),
                                                10)))
                .containsExactly(own, two);
        assertThat(
                        store().search(
                                        new LadderStore.Wanted(
                                                START,
                                                Optional.empty(),
                                                Optional.of(Outcome.MISSED),
                                                10_000)))
                .contains(three)
                .doesNotContain(one, two);
    }

    @Test
    void oldOnesGoWithTheirMessages() {
        CallSummary failed = call("9", -900_000, alice, bob, Outcome.FAILED);
        CallSummary answered = call("10", -900_000, alice, bob, Outcome.ANSWERED);
        CallSummary young = call("11", 0, alice, bob, Outcome.ANSWERED);
        for (CallSummary call : List.of(failed, answered, young)) {
            store().write(List.of(trail(call, Script.messages("< INVITE"))));
        }
        assertThat(store().removeBefore(START.minusSeconds(1_000_000), START.minusSeconds(10)))
                .isEqualTo(1);
        assertThat(search(alice, Optional.empty(), 10)).containsExactly(young, failed);
        assertThat(store().removeBefore(START.minusSeconds(10), START.minusSeconds(10)))
                .isEqualTo(1);
        assertThat(search(alice, Optional.empty(), 10)).containsExactly(young);
        assertThat(store().find(failed.id())).isEmpty();
    }
}
