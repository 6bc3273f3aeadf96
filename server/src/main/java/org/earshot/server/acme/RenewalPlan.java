package org.earshot.server.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.key.ServerCertificate;

/// When a certificate is due, and when to try again after a failure. Pure.
final class RenewalPlan {
    /// Authorities count failures by the hour (Let's Encrypt takes five), so nobody who sets something up is shut out.
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(15);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);
    private static final int MOST_DOUBLINGS = 8;

    private RenewalPlan() {}

    /// Whether another one is to be got: there is none, it does not name all that it should, or less than a third of its life is left.
    ///
    /// @param kept what there is
    static boolean isDue(Optional<ServerCertificate> kept, List<String> names, Instant now) {
        if (kept.isEmpty()) {
            return true;
        }
        boolean namesAll =
                names.stream()
                        .allMatch(name ->
                                kept.get().names().stream()
                                        .anyMatch(("2:" + name)::equalsIgnoreCase));
        Instant begin = kept.get().leaf().getNotBefore().toInstant();
        Instant end = kept.get().leaf().getNotAfter().toInstant();
        Duration third = Duration.between(begin, end).dividedBy(3);
        return !namesAll || !now.isBefore(end.minus(third));
    }

    /// How long to wait after so many failures in a row.
    ///
    /// @param failures from 1
    static Duration pause(int failures) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /// Such as `15 min` or `2 h`.
    static String words(Duration pause) {
        return pause.compareTo(Duration.ofHours(1)) < 0
                ? String.format(Locale.ROOT, "%d min", pause.toMinutes())
                : String.format(Locale.ROOT, "%d h", pause.toHours());
    }
}
