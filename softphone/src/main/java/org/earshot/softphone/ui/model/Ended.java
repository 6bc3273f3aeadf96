package org.earshot.softphone.ui.model;

import java.time.Duration;
import java.time.Instant;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.Why;

/// What remains of a call in the conversation.
final class Ended {

    private Ended() {}

    /// @param before the call until it ended, or null
    static String words(CallChanged end, CallLine before, Instant now) {
        String why = Sentence.of(Why.of(end.reason()));
        if (end.missed()) {
            return Texts.get("ended.missed");
        }
        if (before != null && before.since().isPresent()) {
            String lasted = CallLine.clock(Duration.between(before.since().get(), now));
            return Texts.get("ended.after", lasted) + (why.isEmpty() ? "" : ". " + why);
        }
        String what = Texts.get(end.incoming() ? "ended.unanswered" : "ended.none");
        return what + (why.isEmpty() ? "" : ". " + why);
    }
}
