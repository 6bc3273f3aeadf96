package org.earshot.server.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a file that somebody wants (RFC 9110 §14). Pure.
///
/// @param from the first byte
/// @param length 1 or more, but of an empty file
record ByteSpan(long from, long length) {
    private static final Pattern ONE =
            Pattern.compile(
                    "bytes=[ \\t]*([0-9]{0,18})-([0-9]{0,18})[ \\t]*", Pattern.CASE_INSENSITIVE);

    /// All of it.
    static ByteSpan all(long size) {
        return new ByteSpan(0, size);
    }

    /// Reads a Range header.
    ///
    /// @return empty: it is to be ignored (§14.2), since it asks for several parts, in another unit, or makes no sense
    /// @throws Unsatisfiable if it asks for nothing that is there: 416
    static Optional<ByteSpan> of(String range, long size) throws Unsatisfiable {
        Matcher one = ONE.matcher(range);
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) { // the last bytes
            long suffix = Math.min(Long.parseLong(one.group(2)), size);
            if (suffix == 0) {
                throw new Unsatisfiable();
            }
            return Optional.of(new ByteSpan(size - suffix, suffix));
        }
        long first = Long.parseLong(one.group(1));
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        if (last < first) {
            return Optional.empty();
        }
        if (first >= size) {
            throw new Unsatisfiable();
        }
        return Optional.of(new ByteSpan(first, Math.min(last, size - 1) - first + 1));
    }

    /// The Content-Range of a 206.
    String header(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }

    /// Nothing that is there.
    static final class Unsatisfiable extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
