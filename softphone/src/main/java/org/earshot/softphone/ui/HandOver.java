package org.earshot.softphone.ui;

import org.earshot.softphone.ua.UserAgentEvent;

/// What is said in a conversation when a call is handed on.
final class HandOver {
    private HandOver() {}

    static String words(UserAgentEvent.TransferChanged transfer) {
        String to = Names.of(transfer.target());
        return switch (transfer.state()) {
            case ASKED -> "The call is being handed over to " + to + " …";
            case RINGING -> "It rings at " + to + " …";
            case DONE -> "The call was handed over to " + to;
            case FAILED ->
                    "The call could not be handed over to "
                            + to
                            + (transfer.reason().isEmpty() ? "." : ": " + transfer.reason() + ".")
                            + " It is on hold.";
        };
    }

    static String words(UserAgentEvent.CallReferred referred) {
        return "You are handed over to " + Names.of(referred.target());
    }

    static String words(UserAgentEvent.CallReplaced replaced) {
        return "You talk with " + Names.of(replaced.from()) + " now";
    }
}
