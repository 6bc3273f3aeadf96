package org.earshot.server.monitor;

import java.util.Locale;

/// Names of ours as values of labels.
final class Words {
    private Words() {}

    /// `MessageReceived` and `NOT_FOUND` as `message_received` and `not_found`.
    static String of(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
