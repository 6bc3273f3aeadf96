package org.earshot.proxy;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Which answer of several branches goes back (RFC 3261 §16.7). Only decides, and knows statuses only:
/// [RequestContext] sends. Confined to the queue of its request.
final class ResponseContext {
    private final boolean invite;
    private final Set<BranchId> waiting = new LinkedHashSet<>();
    private final Map<BranchId, Outcome> finals = new LinkedHashMap<>();
    private boolean forwarded;

    /// How a branch ended.
    ///
    /// @param status 200–699
    /// @param origin who says so
    record Outcome(int status, Origin origin) {}

    /// Where a final response comes from.
    enum Origin {
        /// The next hop answered.
        PEER,
        /// We gave up: no answer in time (408), a broken or missing flow (430, 503).
        GAVE_UP,
        /// We did not let it pass: keys over cleartext, or a channel beside the record (488, 481).
        VETO
    }

    ResponseContext(boolean invite) {
        this.invite = invite;
    }

    /// A branch is about to be tried.
    void begin(BranchId branch) {
        waiting.add(branch);
    }

    /// Whether a provisional response goes back now (§16.7 steps 4 and 5): not 100, which is hop by hop, none after
    /// a final one, and none to what is no INVITE (RFC 4320 §4.1).
    boolean forwardsProvisional(int status) {
        return invite && status > 100 && status < 200 && !forwarded;
    }

    /// Whether a final response has been forwarded.
    boolean isForwarded() {
        return forwarded;
    }

    /// Whether all branches have ended.
    boolean isComplete() {
        return waiting.isEmpty();
    }

    /// A branch ended; a 2xx to INVITE may come more than once.
    Decision onFinal(BranchId branch, Outcome outcome) {
        waiting.remove(branch);
        int status = outcome.status();
        boolean success = status / 100 == 2;
        finals.merge(branch, outcome, (first, again) -> success ? again : first);
        if (success && (invite || !forwarded)) {
            boolean first = !forwarded;
            forwarded = true;
            // §16.7 step 5: every 2xx to an INVITE at once, also after another final response
            return new Decision.Forward(branch, status, first && invite && !waiting.isEmpty());
        }
        if (forwarded) {
            return new Decision.Wait(); // such as the 487s after a 2xx
        }
        if (waiting.isEmpty()) {
            forwarded = true;
            return best();
        }
        // §16.7 step 5: a 6xx is not forwarded before the others have ended
        return status / 100 == 6 && invite ? new Decision.CancelOthers() : new Decision.Wait();
    }

    private Decision.Forward best() {
        Map.Entry<BranchId, Outcome> best = null;
        for (Map.Entry<BranchId, Outcome> each : finals.entrySet()) {
            if (best == null || Rank.of(each.getValue()) < Rank.of(best.getValue())) {
                best = each;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no branch");
        }
        int status = best.getValue().status();
        // §16.7 step 6: our 503 would make the caller avoid us, not the callee's phone
        return new Decision.Forward(best.getKey(), status == 503 ? 500 : status, false);
    }

    /// §16.7 step 6: a 6xx, else the lowest class; within 4xx what helps the caller to try again, and what
    /// a person did before what machines ran into. The lower the better.
    private static final class Rank {
        private Rank() {}

        static int of(Outcome outcome) {
            int status = outcome.status();
            if (outcome.origin() == Origin.VETO) {
                return 450; // beaten by whatever a phone answered, but more use than "nobody
                // answered"
            }
            return switch (status / 100) {
                case 2 -> 0;
                case 6 -> 100;
                case 3 -> 300;
                case 4 -> ofClientError(status);
                default -> status == 503 ? 599 : 500;
            };
        }

        private static int ofClientError(int status) {
            return switch (status) {
                case 401, 407, 415, 420, 484 -> 400;
                case 486 -> 410;
                case 487 -> 440;
                case 480 -> 430;
                case 404 -> 435;
                case 408 -> 460;
                case 430 -> 465;
                default -> 420;
            };
        }
    }
}
