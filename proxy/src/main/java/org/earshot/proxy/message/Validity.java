package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sip.header.DateHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;

/// How long a text is worth anything, where its sender says so: `Expires` counts from `Date` (RFC 3428 §4). Pure.
final class Validity {
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final Duration BEHIND = Duration.ofHours(24);

    /// What must go now or never does so while its sender waits for the answer.
    static final Duration AT_ONCE = Duration.ofSeconds(2);

    private Validity() {}

    /// @return empty where the sender does not say; not after `now` where it was over before it came
    static Optional<Instant> until(Request message, Instant now) {
        ExpiresHeader expires = message.getExpires();
        if (expires == null) {
            return Optional.empty();
        }
        Duration lasting = Duration.ofSeconds(expires.getExpires());
        if (lasting.isZero()) {
            return Optional.of(now.plus(AT_ONCE));
        }
        return Optional.of(sentAt(message, now).plus(lasting));
    }

    private static Instant sentAt(Request message, Instant now) {
        return message.getHeader(DateHeader.NAME) instanceof DateHeader date
                        && isBelievable(date.getDate().toInstant(), now)
                ? date.getDate().toInstant()
                : now;
    }

    /// Whether somebody may have written something then who sends it now: clocks differ, and phones were off.
    static boolean isBelievable(Instant at, Instant now) {
        return !at.isAfter(now.plus(AHEAD)) && !at.isBefore(now.minus(BEHIND));
    }
}
