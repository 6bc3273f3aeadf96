package org.earshot.proxy.route;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallKey;
import org.earshot.common.dns.ServiceNames;
import org.earshot.common.dns.ServiceOrder;
import org.earshot.common.stack.Destination;

/// What holds of the outside now: the plan, how the trunks are, which calls they have, and who has dialled how often. Of this node alone.
/// Thread-safe; never blocks.
public final class TrunkBook {
    private static final int MOST_FORMER = 50;
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Duration AVOIDED = Duration.ofMinutes(1);

    /// A call that nobody takes should not go on for ever.
    private static final int MOST_PLACES = 5;

    /// No call counts for longer: its end has got lost.
    private static final Duration LONGEST_CALL = Duration.ofHours(24);

    private final InstantSource clock;
    private final Map<CallKey, GoingCall> calls = new LinkedHashMap<>();
    private final Map<String, Deque<Instant>> begun = new HashMap<>();
    private final Map<String, TrunkState> states = new HashMap<>();
    private final Map<String, Counts> counts = new HashMap<>();
    private final Deque<Trunk> former = new ArrayDeque<>();
    private final Map<String, List<ServiceNames.Service>> services = new HashMap<>();
    private final Map<Destination, Instant> avoided = new HashMap<>();
    private final RandomGenerator lot;
    private volatile RoutingPlan plan = RoutingPlan.NONE;

    /// Why a call with the outside may not begin.
    ///
    /// @param merged whether one of the same Call-ID and tag goes on, which could not be told from it
    /// @param why in words
    public record Refusal(boolean merged, String why) {}

    /// What became of calls by a trunk since the start.
    ///
    /// @param out that were tried by it
    /// @param in that came from it
    /// @param failed that it could not take
    public record Counts(long out, long in, long failed) {}

    /// A trunk for administrators.
    ///
    /// @param places where it is, in the order in which they are tried
    /// @param calls that have a line of it: those to it, and those from it that were answered
    public record Fact(
            Trunk trunk,
            TrunkState state,
            List<Destination.Address> places,
            int calls,
            Counts counts) {}

    public TrunkBook(InstantSource clock) {
        this(clock, new SecureRandom());
    }

    /// @param lot by which of places of one priority one is taken
    public TrunkBook(InstantSource clock, RandomGenerator lot) {
        this.clock = clock;
        this.lot = lot;
    }

    /// What name servers said of a name.
    ///
    /// @return whether it is another than before
    public synchronized boolean located(String name, List<ServiceNames.Service> found) {
        services.keySet()
                .retainAll(
                        plan.trunks().stream()
                                .filter(Trunk::byService)
                                .map(Trunk::serviceName)
                                .toList());
        return !List.copyOf(found).equals(services.put(name, List.copyOf(found)));
    }

    /// Where a trunk is, in the order in which places are to be tried (RFC 3263 §4.2, §4.3): as name servers said, with those behind that failed
    /// a moment ago.
    ///
    /// @return not empty
    public synchronized List<Destination.Address> places(Trunk trunk) {
        List<Destination.Address> places = new ArrayList<>();
        if (trunk.byService()) {
            ServiceOrder.of(services.getOrDefault(trunk.serviceName(), List.of()), lot).stream()
                    .filter(one -> !one.target().isEmpty() && one.port() > 0)
                    .limit(MOST_PLACES)
                    .forEach(one -> places.add(trunk.at(one.target(), one.port())));
        }
        if (places.isEmpty()) {
            return List.of(trunk.destination());
        }
        Instant now = clock.instant();
        places.sort(
                Comparator.comparing(
                        place -> avoided.getOrDefault(place, Instant.MIN).isAfter(now)));
        return places;
    }

    /// A place did not take what was sent there: for a while others are tried before it.
    public synchronized void avoid(Destination place) {
        avoided.put(place, clock.instant().plus(AVOIDED));
    }

    /// From now on this holds. Calls that go on do so.
    public synchronized void take(RoutingPlan latest) {
        for (Trunk trunk : plan.trunks()) {
            if (!latest.trunks().contains(trunk)) {
                states.remove(trunk.name()); // it may be another machine now
                former.addFirst(trunk);
            }
        }
        while (former.size() > MOST_FORMER) {
            former.removeLast();
        }
        plan = latest;
    }

    /// The trunk that an address belongs to; also one that is in the plan no more, for calls that go on.
    public synchronized Optional<Trunk> owning(AddressOfRecord address) {
        return Stream.concat(plan.trunks().stream(), former.stream())
                .filter(trunk -> trunk.owns(address))
                .findFirst();
    }

    /// What holds.
    public RoutingPlan plan() {
        return plan;
    }

    /// How a trunk was found to be.
    public synchronized void found(Trunk trunk, TrunkState.Reach reach, String reason) {
        TrunkState before = state(trunk);
        Instant since = before.reach() == reach ? before.since() : clock.instant();
        if (plan.trunks().contains(trunk)) {
            states.put(trunk.name(), new TrunkState(reach, reason, since));
        }
    }

    public synchronized TrunkState state(Trunk trunk) {
        return states.getOrDefault(
                trunk.name(),
                new TrunkState(TrunkState.Reach.UNKNOWN, "not asked yet", Instant.EPOCH));
    }

    /// The same hops, with those that are down behind the others: perhaps they have come back.
    public List<Ruling.Hop> inOrder(List<Ruling.Hop> hops) {
        List<Ruling.Hop> sorted = new ArrayList<>(hops);
        sorted.sort(
                Comparator.comparing(hop -> state(hop.trunk()).reach() == TrunkState.Reach.DOWN));
        return sorted;
    }

    /// Books a call of an account to the outside, if the account may begin another one. Looking and booking are one step, so that calls that
    /// come at the same moment count each other. Emergency calls are not booked here.
    ///
    /// @return why not; empty: it counts until [#release], or the end of its dialogs
    public synchronized Optional<Refusal> admit(CallKey call, String account) {
        RoutingPlan now = plan;
        Instant instant = clock.instant();
        Instant anHourAgo = instant.minus(HOUR);
        Deque<Instant> times = begun.computeIfAbsent(account, _ -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().isAfter(anHourAgo)) {
            times.removeFirst();
        }
        if (isGoing(call)) {
            return merged();
        }
        long atOnce =
                calls.values().stream()
                        .filter(going -> going.isOf(account) && counts(going, instant))
                        .count();
        if (atOnce >= now.callsAtOnce()) {
            return refusal(now.callsAtOnce() + " calls to the outside at once are the most");
        }
        if (times.size() >= now.callsPerHour()) {
            return refusal(
                    now.callsPerHour() + " calls to the outside within an hour are the most");
        }
        times.addLast(instant);
        calls.put(call, new GoingCall(Optional.of(account), instant));
        return Optional.empty();
    }

    /// Books an emergency call, which nothing refuses.
    ///
    /// @return false if one of the same Call-ID and tag goes on, whose line this one must not free
    public synchronized boolean admitEmergency(CallKey call, String account) {
        if (isGoing(call)) {
            return false;
        }
        calls.put(call, new GoingCall(Optional.of(account), clock.instant()));
        return true;
    }

    /// Books a call from a trunk. Until somebody answers it has no line, since whoever forges the trunk's address could take all of them;
    /// as many as the trunk has lines may ring.
    ///
    /// @return why not; empty: it counts until [#release], or the end of its dialogs
    public synchronized Optional<Refusal> ring(CallKey call, Trunk trunk) {
        if (isGoing(call)) {
            return merged();
        }
        long ringing = at(trunk).filter(one -> one.isInbound() && !one.isAnswered()).count();
        if (ringing >= trunk.maxCalls()) {
            return refusal("too many calls of trunk " + trunk.name() + " ring");
        }
        GoingCall going = new GoingCall(Optional.empty(), clock.instant());
        going.trunk(Optional.of(trunk.name()));
        calls.put(call, going);
        Counts so = countsOf(trunk);
        counts.put(trunk.name(), new Counts(so.out(), so.in() + 1, so.failed()));
        return Optional.empty();
    }

    private boolean isGoing(CallKey call) {
        GoingCall going = calls.get(call);
        return going != null && counts(going, clock.instant());
    }

    private static Optional<Refusal> merged() {
        return Optional.of(new Refusal(true, "a call of this Call-ID and tag goes on"));
    }

    private static Optional<Refusal> refusal(String why) {
        return Optional.of(new Refusal(false, why));
    }

    private static boolean counts(GoingCall call, Instant now) {
        return call.since().isAfter(now.minus(LONGEST_CALL));
    }

    /// A call that was booked is about to be tried by a trunk; it may have been tried by another before.
    ///
    /// @param unlimited whether it goes also where all lines are busy
    /// @return false if all lines are busy
    public synchronized boolean begin(CallKey call, Trunk trunk, boolean unlimited) {
        Optional<GoingCall> going = Optional.ofNullable(calls.get(call));
        going.ifPresent(one -> one.trunk(Optional.empty()));
        if (!unlimited && callsOf(trunk) >= trunk.maxCalls()) {
            return false;
        }
        going.ifPresent(one -> one.trunk(Optional.of(trunk.name())));
        Counts so = countsOf(trunk);
        counts.put(trunk.name(), new Counts(so.out() + 1, so.in(), so.failed()));
        return true;
    }

    /// A dialog of a call was made; told again with each repeated answer.
    ///
    /// @param toTag of who answered
    public synchronized void answered(CallKey call, String toTag) {
        GoingCall going = calls.get(call);
        if (going != null) {
            going.answered(toTag);
        }
    }

    /// A trunk could not take a call at one of its places.
    public synchronized void failed(Trunk trunk, Optional<Destination> place) {
        place.ifPresent(this::avoid);
        Counts so = countsOf(trunk);
        counts.put(trunk.name(), new Counts(so.out(), so.in(), so.failed() + 1));
    }

    /// A dialog is over, and with the last one its call; nothing for those that went by no trunk.
    public synchronized void ended(CallKey call, String toTag) {
        GoingCall going = calls.get(call);
        if (going != null && going.ended(toTag)) {
            calls.remove(call);
        }
    }

    /// A call was not taken, or given up; nothing for one that was answered.
    public synchronized void release(CallKey call) {
        calls.computeIfPresent(call, (_, going) -> going.isAnswered() ? going : null);
    }

    private Counts countsOf(Trunk trunk) {
        return counts.getOrDefault(trunk.name(), new Counts(0, 0, 0));
    }

    private Stream<GoingCall> at(Trunk trunk) {
        Instant now = clock.instant();
        return calls.values().stream()
                .filter(one -> one.trunk().equals(Optional.of(trunk.name())) && counts(one, now));
    }

    private int callsOf(Trunk trunk) {
        return Math.toIntExact(
                at(trunk).filter(one -> !one.isInbound() || one.isAnswered()).count());
    }

    /// All trunks of the plan, in its order.
    public synchronized List<Fact> facts() {
        return plan.trunks().stream()
                .map(trunk ->
                        new Fact(
                                trunk,
                                state(trunk),
                                places(trunk),
                                callsOf(trunk),
                                countsOf(trunk)))
                .toList();
    }

    /// Of all trunks since the start, also those that are in the plan no more.
    public synchronized Counts totals() {
        return counts.values().stream()
                .reduce(
                        new Counts(0, 0, 0),
                        (a, b) ->
                                new Counts(
                                        a.out() + b.out(),
                                        a.in() + b.in(),
                                        a.failed() + b.failed()));
    }

    /// Forgets who has not dialled for an hour, and calls whose end has got lost; to be called each minute or so.
    public synchronized void clean() {
        Instant now = clock.instant();
        begun.values()
                .removeIf(times -> times.isEmpty() || !times.peekLast().isAfter(now.minus(HOUR)));
        calls.values().removeIf(call -> !counts(call, now));
        avoided.values().removeIf(until -> !until.isAfter(now));
    }
}
