package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.time.Instant;

/// When the next NOTIFY of a subscription may go: at once after some quiet, and ever more seldom while changes don't end.
/// Confined to its watch.
final class Pace {
    private final NotifyLimits limits;
    private Duration interval;
    private Instant last = Instant.MIN;

    Pace(NotifyLimits limits) {
        this.limits = limits;
        this.interval = limits.least();
    }

    /// How long to wait; zero or less for not at all.
    Duration wait(Instant now) {
        return last.equals(Instant.MIN)
                ? Duration.ZERO
                : Duration.between(now, last.plus(interval));
    }

    /// One goes now.
    void sent(Instant now) {
        boolean busy =
                !last.equals(Instant.MIN)
                        && Duration.between(last, now).compareTo(interval.multipliedBy(2)) < 0;
        Duration doubled = interval.multipliedBy(2);
        if (!busy) {
            interval = limits.least();
        } else {
            interval = doubled.compareTo(limits.most()) < 0 ? doubled : limits.most();
        }
        last = now;
    }
}
