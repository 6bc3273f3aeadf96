package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When the next NOTIFY of a subscription may go: at once after some quiet, some in a row, and seldom while changes don't
/// end (a token bucket). Confined to its watch.
final class Pace {
    private final NotifyLimits limits;
    private double places;
    private Optional<Instant> last = Optional.empty();

    Pace(NotifyLimits limits) {
        this.limits = limits;
        this.places = limits.burst();
    }

    /// How long to wait; zero or less for not at all.
    Duration wait(Instant now) {
        // or the clock was set back: nobody waits for it
        if (last.isEmpty() || now.isBefore(last.get())) {
            return Duration.ZERO;
        }
        Duration apart = Duration.between(now, last.get().plus(limits.least()));
        long missing = (long) Math.ceil((1 - places(now)) * limits.most().toMillis());
        Duration place = Duration.ofMillis(missing);
        return apart.compareTo(place) > 0 ? apart : place;
    }

    /// One goes now.
    void sent(Instant now) {
        places = Math.max(0, places(now) - 1);
        last = Optional.of(now);
    }

    private double places(Instant now) {
        if (last.isEmpty()) {
            return places;
        }
        double passed = Math.max(0, Duration.between(last.get(), now).toMillis());
        return Math.min(limits.burst(), places + passed / limits.most().toMillis());
    }
}
