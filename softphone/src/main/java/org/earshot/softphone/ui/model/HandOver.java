package org.earshot.softphone.ui.model;

import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.Why;

/// What is said in a conversation when a call is handed on.
final class HandOver {
    private HandOver() {}

    static String words(UserAgentEvent.TransferChanged transfer) {
        String to = Names.of(transfer.target());
        return switch (transfer.state()) {
            case ASKED -> Texts.get("handOver.asked", to);
            case RINGING -> Texts.get("handOver.ringing", to);
            case DONE -> Texts.get("handOver.done", to);
            case FAILED ->
                    Texts.get(
                            "handOver.failed",
                            to,
                            transfer.reason().isEmpty() ? "" : ": " + Why.of(transfer.reason()));
        };
    }

    static String words(UserAgentEvent.CallReferred referred) {
        return Texts.get("handOver.you", Names.of(referred.target()));
    }

    static String words(UserAgentEvent.CallReplaced replaced) {
        return Texts.get("handOver.now", Names.of(replaced.from()));
    }
}
