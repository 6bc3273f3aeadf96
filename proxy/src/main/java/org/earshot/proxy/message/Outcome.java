package org.earshot.proxy.message;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What a final answer of a phone means for a message. Pure.
enum Outcome {
    /// It has it.
    TAKEN,
    /// It will never take it.
    REFUSED,
    /// It may take it another time: it is not there, busy, or out of order.
    LATER;

    private static final Set<Integer> TEMPORARY =
            Set.of(404, 408, 410, 423, 430, 480, 481, 482, 483, 486, 487, 491, 494, 600);

    /// Of several refusals the one that goes back (RFC 3261 §16.7 step 6): a 6xx before all others, and of those the lowest.
    ///
    /// @param refusals at least one
    static int best(List<Integer> refusals) {
        return refusals.stream()
                .filter(status -> status / 100 == 6)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> Collections.min(refusals));
    }

    static Outcome of(int status) {
        return switch (status / 100) {
            case 2 -> TAKEN;
            case 4, 6 -> TEMPORARY.contains(status) ? LATER : REFUSED;
            // of the server errors, those that say "I can't do that" (RFC 3261 §21.5)
            case 5 -> status == 501 || status == 505 || status == 513 ? REFUSED : LATER;
            default -> LATER; // a 3xx: we don't follow it, its owner may
        };
    }
}
