package org.earshot.softphone.ui;

import java.util.Optional;

/// What the lock of a call says; never more than is true.
enum Lock {
    /// There is no audio yet.
    NONE("", ""),
    OPEN("Not encrypted", "Anybody on the way can listen to this call."),
    SERVER(
            "Encrypted",
            "Encrypted between the phones. Your organisation's server handed over the keys, so it can decrypt."),
    PHONES(
            "Encrypted between the phones",
            "The phones agreed upon the keys. Whether somebody sits between them shows only when both people compare the security code."),
    COMPARED(
            "Encrypted end to end",
            "The phones agreed upon the keys, and both people have compared the security code: nobody sits between them.");

    private final String label;
    private final String explanation;

    Lock(String label, String explanation) {
        this.label = label;
        this.explanation = explanation;
    }

    /// @param encryption as in [org.earshot.softphone.ua.UserAgentEvent.CallChanged]
    static Lock of(Optional<String> encryption) {
        if (encryption.isEmpty()) {
            return NONE;
        }
        // whatever we don't know is shown as open: a lock must not be better than the truth
        if (encryption.get().startsWith("DTLS:")) {
            return PHONES;
        }
        return encryption.get().startsWith("SDES:") ? SERVER : OPEN;
    }

    /// Whether nobody on the way can listen.
    boolean isClosed() {
        return this == SERVER || this == PHONES || this == COMPARED;
    }

    String label() {
        return label;
    }

    String explanation() {
        return explanation;
    }
}
