package org.earshot.common.call;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;

/// A call that was hung up, by who does not know who called whom.
///
/// @param oneTag of the dialog
/// @param otherTag likewise
public record CallEnd(String callId, String oneTag, String otherTag) {
    /// As [Change] has it.
    private static final int LONGEST = 512;

    /// As which call it may be known, if that side called.
    CallKey ifCalledByOne() {
        return new CallKey(callId, oneTag);
    }

    CallKey ifCalledByOther() {
        return new CallKey(callId, otherTag);
    }

    /// For other nodes; empty where it has no room there.
    Optional<Change> change() {
        String subject = callId + ' ' + oneTag + ' ' + otherTag; // none of them has a space
        return subject.getBytes(StandardCharsets.UTF_8).length > LONGEST
                ? Optional.empty()
                : Optional.of(new Change(Topic.CALL_OVER, subject));
    }

    /// What another node has said.
    public static Optional<CallEnd> of(Change change) {
        String[] parts = change.subject().split(" ", -1);
        return parts.length == 3
                ? Optional.of(new CallEnd(parts[0], parts[1], parts[2]))
                : Optional.empty();
    }
}
