package org.earshot.common.msrp;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which bytes of a message are in a chunk (RFC 4975 §7.1.1), counted from 1.
///
/// @param start from 1
/// @param end the last byte; none (`*`) where the chunk may be interrupted, one less than `start` where it is empty
/// @param total bytes of the whole message; none (`*`) where the sender does not know
public record ByteRange(long start, OptionalLong end, OptionalLong total) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18})-([0-9]{1,18}|\\*)/([0-9]{1,18}|\\*)");

    public ByteRange {
        if (start < 1 || (end.isPresent() && end.getAsLong() < start - 1)) {
            throw new IllegalArgumentException("no byte range");
        }
    }

    /// A chunk of a message of known length that may be interrupted.
    public static ByteRange interruptible(long start, long total) {
        return new ByteRange(start, OptionalLong.empty(), OptionalLong.of(total));
    }

    /// These bytes.
    public static ByteRange of(long start, long end, long total) {
        return new ByteRange(start, OptionalLong.of(end), OptionalLong.of(total));
    }

    /// Reads the value of the header field.
    ///
    /// @throws IllegalArgumentException if it is none
    public static ByteRange parse(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("no byte range");
        }
        return new ByteRange(
                Long.parseLong(match.group(1)), number(match.group(2)), number(match.group(3)));
    }

    private static OptionalLong number(String text) {
        return text.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "*";
    }

    /// The value of the header field.
    @Override
    public String toString() {
        return start + "-" + text(end) + "/" + text(total);
    }
}
