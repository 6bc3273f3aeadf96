package org.earshot.softphone.ui;

import java.time.Duration;
import java.time.Instant;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;

/// What remains of a call in the conversation.
final class Ended {

    private Ended() {}

    /// @param before the call until it ended, or null
    static String words(CallChanged end, CallLine before, Instant now) {
        String why = Sentence.of(end.reason());
        if (end.missed()) {
            return "Missed call";
        }
        if (before != null && before.since().isPresent()) {
            String lasted = CallLine.clock(Duration.between(before.since().get(), now));
            return "Call ended after " + lasted + (why.isEmpty() ? "" : ". " + why);
        }
        String what = end.incoming() ? "Incoming call, not answered" : "No call";
        return what + (why.isEmpty() ? "" : ". " + why);
    }
}
