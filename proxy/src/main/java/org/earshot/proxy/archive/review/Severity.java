package org.earshot.proxy.archive.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much it matters that a rule picked something.
public enum Severity {
    LOW,
    MEDIUM,
    HIGH;

    /// As it is typed.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What [#text] gave.
    public static Optional<Severity> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
