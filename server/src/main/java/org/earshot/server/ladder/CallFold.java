package org.earshot.server.ladder;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Request;

/// What the messages of one call, as one node saw them, amount to. Pure, but for what it remembers; used by one thread.
final class CallFold {
    private static final int MOST_BRANCHES = 64;

    private final String callId;
    private Optional<LadderMessage> invite = Optional.empty();
    private LadderMessage latest;
    private final Map<String, Branch> branches = new HashMap<>();
    private final Set<String> askedFor = new HashSet<>();
    private int status;
    private String phrase = "";
    private String warning = "";
    private LadderMessage last;
    private long answeredAt;
    private long endedAt;
    private int challenges;
    private int withCredentials;
    private int answersSent;
    private boolean rang;
    private boolean cancelled;
    private boolean cancelSent;
    private boolean acked;
    private boolean endedByCaller;
    private boolean bye;

    /// What a phone, or the next server, said to our INVITE.
    static final class Branch {
        private boolean reached;
        private boolean rang;
        private int status;

        boolean reached() {
            return reached;
        }

        boolean rang() {
            return rang;
        }

        int status() {
            return status;
        }
    }

    CallFold(String callId) {
        this.callId = callId;
    }

    /// The next message, in the order of time.
    void add(LadderMessage message) {
        last = message;
        if (message.sent()) {
            sent(message);
        } else {
            received(message);
        }
    }

    private void received(LadderMessage message) {
        if (message.asks(Request.INVITE) && message.isOutsideDialog()) {
            invited(message);
        } else if (message.asks(Request.CANCEL)) {
            cancelled |= status == 0;
        } else if (message.asks(Request.ACK)) {
            acked |= status / 100 == 2 && isAboutInvite(message);
        } else if (message.asks(Request.BYE) && invite.isPresent() && !bye) {
            bye = true;
            endedAt = message.micros();
            endedByCaller = message.fromTag().equals(invite.get().fromTag());
        } else if (message.answers(Request.INVITE)) {
            Branch branch = branches.get(message.branch());
            if (branch != null) {
                branch.reached = true;
                branch.rang |= message.status() > 100 && message.status() < 200;
                if (message.status() >= 200) {
                    branch.status = message.status();
                }
            }
        }
    }

    private void invited(LadderMessage message) {
        if (latest != null && message.branch().equals(latest.branch())) {
            return; // it came again
        }
        if (latest == null || status == 401 || status == 407 || message.cseq() > latest.cseq()) {
            if (invite.isEmpty()) {
                invite = Optional.of(message);
            }
            latest = message;
            status = 0;
            endedAt = 0;
            withCredentials += message.credentials() ? 1 : 0;
        }
    }

    private void sent(LadderMessage message) {
        if (message.asks(Request.INVITE) && message.isOutsideDialog()) {
            if (branches.size() < MOST_BRANCHES) {
                branches.computeIfAbsent(message.branch(), _ -> new Branch());
            }
        } else if (message.asks(Request.CANCEL)) {
            cancelSent = true;
        } else if (message.answers(Request.INVITE)
                && latest != null
                && message.branch().equals(latest.branch())) {
            answered(message);
        }
    }

    private void answered(LadderMessage message) {
        if (message.status() < 200) {
            rang |= message.status() > 100;
            return;
        }
        if (message.status() / 100 == 2) {
            answersSent++;
            if (answeredAt == 0) {
                answeredAt = message.micros();
            }
        } else {
            endedAt = message.micros();
        }
        if (status == 0) {
            status = message.status();
            phrase = message.phrase();
            warning = message.warning();
            if (isChallenge() && askedFor.add(message.branch())) {
                challenges++;
            }
        }
    }

    private boolean isAboutInvite(LadderMessage message) {
        return latest != null && message.cseq() == latest.cseq();
    }

    /// What became of it; empty where its beginning was not seen here.
    Optional<CallSummary> summary() {
        return invite.map(first ->
                new CallSummary(
                        callId,
                        first.node(),
                        first.vias(),
                        first.from(),
                        first.to(),
                        instant(first.micros()),
                        answeredAt == 0 ? Optional.empty() : Optional.of(instant(answeredAt)),
                        endedAt == 0 ? Optional.empty() : Optional.of(instant(endedAt)),
                        outcome(),
                        status));
    }

    Outcome outcome() {
        return switch (status) {
            case 0 -> Outcome.OPEN;
            case 486, 487, 600, 603 -> Outcome.MISSED;
            case 408, 480 -> rang() ? Outcome.MISSED : Outcome.FAILED;
            default -> status / 100 == 2 ? Outcome.ANSWERED : Outcome.FAILED;
        };
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /// Whether it was only asked for a password up to now.
    boolean isChallenge() {
        return status == 401 || status == 407;
    }

    /// The INVITE that was answered last.
    Optional<LadderMessage> invite() {
        return Optional.ofNullable(latest);
    }

    Map<String, Branch> branches() {
        return branches;
    }

    /// When it was last heard of, in microseconds since 1970.
    long lastHeard() {
        return last == null ? 0 : last.micros();
    }

    int status() {
        return status;
    }

    /// Of the final answer, as we sent it.
    String phrase() {
        return phrase;
    }

    /// As [#phrase()].
    String warning() {
        return warning;
    }

    int challenges() {
        return challenges;
    }

    int withCredentials() {
        return withCredentials;
    }

    int answersSent() {
        return answersSent;
    }

    /// Whether a phone rang, as far as the caller or we heard.
    boolean rang() {
        return rang || branches.values().stream().anyMatch(Branch::rang);
    }

    boolean cancelled() {
        return cancelled;
    }

    boolean cancelSent() {
        return cancelSent;
    }

    boolean acked() {
        return acked;
    }

    boolean isOver() {
        return bye;
    }

    boolean endedByCaller() {
        return endedByCaller;
    }
}
