package org.earshot.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.stack.Flow;

/// Whether an answered call of which no BYE has come still goes on, as far as a proxy can know: a phone that has lost its power
/// is not registered any more after a while, and does not refresh the session (RFC 4028). Pure; confined to the table's lock.
final class CallPulse {
    /// A phone that can't register for a while still talks; and one that moves is back sooner.
    static final Duration GRACE = Duration.ofMinutes(5);

    /// What a refresh may take to come through (RFC 3261 §17.1, Timer B).
    static final Duration REFRESH_GRACE = Duration.ofSeconds(32);

    private final Side caller;
    private final Side callee;
    private Instant seen;
    private Optional<Session> session = Optional.empty();

    /// A session timer, and until when it runs.
    private record Session(Duration interval, Instant end) {}

    CallPulse(Party caller, Party callee, Optional<Duration> interval, Instant now) {
        this.caller = new Side(caller);
        this.callee = new Side(callee);
        seen = now;
        refreshed(interval, now);
    }

    /// A request within the call has come.
    ///
    /// @param from over which flow
    /// @param byCaller which side's
    void seen(Flow from, boolean byCaller, Instant now) {
        seen = now;
        (byCaller ? caller : callee).seen(from);
    }

    /// An INVITE or UPDATE within the call was answered by a 2xx (RFC 4028 §8.2).
    ///
    /// @param interval that it names; empty: from now on there is no session timer
    void refreshed(Optional<Duration> interval, Instant now) {
        seen = now;
        session = interval.map(length -> new Session(length, now.plus(length)));
    }

    /// Whose phones are looked for.
    Stream<AddressOfRecord> addresses() {
        return Stream.of(caller, callee).flatMap(side -> side.party.address().stream());
    }

    /// Looks at it; to be called each minute or so.
    ///
    /// @param bindings of [#addresses], as they are now
    /// @return why it is over, in words; empty: it goes on, as far as anybody knows
    Optional<String> verdict(Map<AddressOfRecord, List<Binding>> bindings, Instant now) {
        Optional<String> timer =
                session.filter(known -> now.isAfter(known.end().plus(REFRESH_GRACE)))
                        .map(known ->
                                "no BYE came, and nobody refreshed the session within %d s (RFC 4028)"
                                        .formatted(known.interval().toSeconds()));
        // both are looked at, whatever the first is like
        Optional<String> atCaller = caller.verdict(bindings, seen, now);
        Optional<String> atCallee = callee.verdict(bindings, seen, now);
        return timer.or(() -> atCaller).or(() -> atCallee);
    }

    private static final class Side {
        private final Party party;
        private Optional<Flow> flow;
        private Optional<Device> device = Optional.empty();
        private Optional<Instant> goneSince = Optional.empty();

        /// @param callId of its REGISTERs, which a phone keeps when its Contact becomes another (RFC 3261 §10.2.4)
        private record Device(BindingKey key, String callId) {}

        Side(Party party) {
            this.party = party;
            flow = party.flow();
        }

        void seen(Flow from) {
            if (!flow.map(known -> isSame(known, from)).orElse(false)) {
                flow = Optional.of(from); // it has moved, and is registered from there now
                device = Optional.empty();
            }
            goneSince = Optional.empty();
        }

        Optional<String> verdict(
                Map<AddressOfRecord, List<Binding>> all, Instant seen, Instant now) {
            if (party.address().isEmpty() || flow.isEmpty()) {
                return Optional.empty();
            }
            List<Binding> bindings = all.getOrDefault(party.address().get(), List.of());
            Optional<Binding> there = bindings.stream().filter(this::isThis).findFirst();
            if (there.isPresent()) {
                device = there.map(binding -> new Device(binding.key(), binding.callId()));
                goneSince = Optional.empty();
            }
            if (there.isPresent() || device.isEmpty()) {
                return Optional.empty(); // of a phone that never was registered nothing is known
            }
            Instant since = goneSince.orElse(now);
            goneSince = Optional.of(since);
            Instant silent = since.isAfter(seen) ? since : seen;
            return now.isBefore(silent.plus(GRACE))
                    ? Optional.empty()
                    : Optional.of(
                            "no BYE came, and the phone of %s is not registered any more"
                                    .formatted(party.address().get()));
        }

        private boolean isThis(Binding binding) {
            return isSame(binding.flow(), flow.orElseThrow())
                    || device.filter(known ->
                                    known.key().equals(binding.key())
                                            || known.callId().equals(binding.callId()))
                            .isPresent();
        }

        /// Whether the peer is the same, whichever node it reached.
        private static boolean isSame(Flow one, Flow other) {
            return one.transport() == other.transport() && one.remote().equals(other.remote());
        }
    }
}
