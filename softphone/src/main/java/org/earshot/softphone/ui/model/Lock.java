package org.earshot.softphone.ui.model;

import java.util.Locale;
import java.util.Optional;
import org.earshot.softphone.ui.words.Texts;

/// What the lock of a call says; never more than is true.
public enum Lock {
    /// There is no audio yet.
    NONE,
    OPEN,
    /// The server handed over the keys.
    SERVER,
    /// The phones agreed upon the keys.
    PHONES,
    /// They did, and people have compared the security code.
    COMPARED;

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
    public boolean isClosed() {
        return this == SERVER || this == PHONES || this == COMPARED;
    }

    /// "" where there is no audio yet.
    public String label() {
        return this == NONE ? "" : Texts.get("lock." + word());
    }

    /// A sentence or two for who wants to know what that means; "" where there is no audio yet.
    public String explanation() {
        return this == NONE ? "" : Texts.get("lock." + word() + ".why");
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
