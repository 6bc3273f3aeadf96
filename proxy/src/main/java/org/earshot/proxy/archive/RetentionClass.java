package org.earshot.proxy.archive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which rule says how long a record is kept. It is fixed when the record is written: its name ends with the period, such as
/// `message-10y`, and is part of the record's hash, so that it still stands there when all else has gone. A name without
/// one means for ever.
///
/// @param name 1–16 of `a-z 0-9 -`
public record RetentionClass(String name) {
    // before the constants, which it checks
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9-]{1,16}");

    private static final Pattern WITH_PERIOD = Pattern.compile("(.+)-([1-9][0-9]*[dy])");

    /// For messages, unless policy says otherwise.
    public static final RetentionClass MESSAGE = new RetentionClass("message");

    /// For calls, unless policy says otherwise.
    public static final RetentionClass CALL = new RetentionClass("call");

    /// For what the archive says about itself, and about who looked at it.
    public static final RetentionClass ARCHIVE = new RetentionClass("archive");

    public RetentionClass {
        if (!isName(name)) {
            throw new IllegalArgumentException("retention class \"" + name + "\"");
        }
    }

    /// Whether a class can have this name.
    public static boolean isName(String name) {
        return ALLOWED.matcher(name).matches();
    }

    /// The name without a period: what policy knows it by.
    public String base() {
        return period().map(_ -> name.substring(0, name.lastIndexOf('-'))).orElse(name);
    }

    /// How long; empty for ever.
    public Optional<KeepingPeriod> period() {
        Matcher parts = WITH_PERIOD.matcher(name);
        return parts.matches() ? KeepingPeriod.of(parts.group(2)) : Optional.empty();
    }

    /// The same class with another period.
    ///
    /// @param period empty: for ever
    /// @throws IllegalArgumentException if the name gets too long
    RetentionClass keptFor(Optional<KeepingPeriod> period) {
        return new RetentionClass(base() + period.map(some -> "-" + some).orElse(""));
    }
}
