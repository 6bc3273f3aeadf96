package org.earshot.server.ladder;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What became of a call.
public enum Outcome {
    /// Nobody has answered yet, and nobody has given up.
    OPEN,
    /// Somebody answered.
    ANSWERED,
    /// It came to a phone, and nobody took it: busy, declined, not answered, given up by the caller.
    MISSED,
    /// It did not come to a phone, or that could not take it: something may have to be mended.
    FAILED;

    /// As commands and the API have it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What [#text] wrote.
    public static Optional<Outcome> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }
}
