package org.earshot.common.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A time as people read it: whole seconds of UTC, with the `Z` that says so. What programs read (`--json`, the API, files) has all that is known. Pure.
public final class ShownTime {
    private ShownTime() {}

    /// Such as `2026-11-30T09:00:00Z`; what is left of a second does not count.
    public static String of(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// The same of a time that was written down as ISO 8601; what is none stays as it is.
    public static String of(String written) {
        try {
            return of(Instant.parse(written.strip()));
        } catch (DateTimeException _) {
            return written;
        }
    }
}
