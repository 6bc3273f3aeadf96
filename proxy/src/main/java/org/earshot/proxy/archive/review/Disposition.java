package org.earshot.proxy.archive.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an officer says of a message.
public enum Disposition {
    NO_ISSUE,
    /// Somebody else has to decide.
    ESCALATE,
    VIOLATION;

    /// As it is typed: `no-issue`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What [#text] gave.
    public static Optional<Disposition> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
