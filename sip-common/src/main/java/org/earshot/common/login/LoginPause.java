package org.earshot.common.login;

import java.time.Duration;
import java.time.Instant;

/// How long somebody waits after wrong logins: some are free, then each doubles the pause, up to five minutes and never for ever.
/// Pure. It is counted in the store, since each command without a server is a process of its own.
final class LoginPause {
    static final int FREE_FAILURES = 5;
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);
    private static final int MOST_DOUBLINGS = 16;

    private LoginPause() {}

    /// What is left of the pause, in whole seconds; zero for none.
    static Duration left(int failures, Instant failedAt, Instant now) {
        if (failures < FREE_FAILURES || now.isAfter(failedAt.plus(FORGOTTEN_AFTER))) {
            return Duration.ZERO;
        }
        Duration pause =
                Duration.ofSeconds(1L << Math.min(failures - FREE_FAILURES, MOST_DOUBLINGS));
        Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        Duration left = Duration.between(now, failedAt.plus(bounded));
        return left.isPositive()
                ? Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds())
                : Duration.ZERO;
    }
}
