package org.earshot.proxy.archive;

import java.util.regex.Pattern;

/// Which rule says how long a record is kept. It is fixed when the record is written.
///
/// @param name 1–16 of `a-z 0-9 -`
public record RetentionClass(String name) {
    // before the constants, which it checks
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9-]{1,16}");

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
}
