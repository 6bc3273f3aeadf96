package org.earshot.common.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Flow;

/// A sign of life of a call (RFC 4028): an INVITE or UPDATE within it was answered by a 2xx.
///
/// @param callId as its sender names the dialog
/// @param fromTag likewise
/// @param toTag likewise
/// @param interval within which the next one must come; empty: there is no session timer from now on
/// @param from over which its sender sent it
public record CallRefresh(
        String callId, String fromTag, String toTag, Optional<Duration> interval, Flow from) {
    /// As [Change] has it.
    private static final int LONGEST = 512;

    private static final int PARTS = 5;
    private static final String NO_TIMER = "-";

    /// For other nodes; empty where it has no room there.
    Optional<Change> change() {
        String seconds = interval.map(length -> Long.toString(length.toSeconds())).orElse(NO_TIMER);
        // none of them has a space
        String subject = String.join(" ", callId, fromTag, toTag, seconds, from.token());
        return subject.getBytes(StandardCharsets.UTF_8).length > LONGEST
                ? Optional.empty()
                : Optional.of(new Change(Topic.CALL_REFRESHED, subject));
    }

    /// What another node has said.
    public static Optional<CallRefresh> of(Change change) {
        String[] parts = change.subject().split(" ", -1);
        try {
            return parts.length == PARTS
                    ? Optional.of(
                            new CallRefresh(
                                    parts[0],
                                    parts[1],
                                    parts[2],
                                    parts[3].equals(NO_TIMER)
                                            ? Optional.empty()
                                            : Optional.of(
                                                    Duration.ofSeconds(Long.parseLong(parts[3]))),
                                    Flow.parse(parts[4])))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of another version
        }
    }
}
