package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sip.header.RetryAfterHeader;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Flow;

/// Reads the answer to a NOTIFY, and says what it means for the subscription. Tells once.
final class NotifyAnswer implements ClientTransaction.Listener {
    /// RFC 6665 §4.2.2: the subscription is over.
    private static final Set<Integer> GONE =
            Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private static final Set<Integer> PASSING = Set.of(408, 500, 502, 503, 504);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Consumer<Outcome> onOutcome;
    private boolean told;

    NotifyAnswer(Consumer<Outcome> onOutcome) {
        this.onOutcome = onOutcome;
    }

    /// What became of it.
    sealed interface Outcome {
        record Taken() implements Outcome {}

        /// The watcher is no more.
        record Gone(String why) implements Outcome {}

        /// Nobody heard it, or not now.
        ///
        /// @param after how long the watcher asks to wait
        record Lost(Optional<Duration> after) implements Outcome {}

        /// It was heard, and not liked.
        record Refused(int status) implements Outcome {}
    }

    @Override
    public void onResponse(Response response, Flow flow) {
        int status = response.getStatusCode();
        if (status < 200) {
            return;
        }
        if (status < 300) {
            tell(new Outcome.Taken());
        } else if (GONE.contains(status)) {
            tell(new Outcome.Gone("answered " + status));
        } else if (PASSING.contains(status)) {
            tell(new Outcome.Lost(retryAfter(response)));
        } else {
            tell(new Outcome.Refused(status));
        }
    }

    @Override
    public void onTimeout() {
        tell(new Outcome.Lost(Optional.empty()));
    }

    @Override
    public void onTransportError(String reason) {
        tell(new Outcome.Lost(Optional.empty()));
    }

    private void tell(Outcome outcome) {
        if (!told) {
            told = true;
            onOutcome.accept(outcome);
        }
    }

    private static Optional<Duration> retryAfter(Response response) {
        return response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader header
                ? Optional.of(Duration.ofSeconds(header.getRetryAfter()))
                        .filter(pause -> pause.compareTo(LONGEST) <= 0)
                : Optional.empty();
    }
}
