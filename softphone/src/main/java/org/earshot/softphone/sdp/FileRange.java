package org.earshot.softphone.sdp;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The value of `a=file-range` (RFC 5547 §6): which bytes are sent.
///
/// @param first from 1
/// @param last empty: to the end
record FileRange(long first, OptionalLong last) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18}|\\*)");

    static FileRange parse(String value) throws SdpException {
        Matcher match = FORM.matcher(value.strip());
        if (!match.matches()) {
            throw new SdpException("bad a=file-range");
        }
        long first = Long.parseLong(match.group(1));
        OptionalLong last =
                match.group(2).equals("*")
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(match.group(2)));
        if (first < 1 || (last.isPresent() && last.getAsLong() < first)) {
            throw new SdpException("bad a=file-range");
        }
        return new FileRange(first, last);
    }

    /// Whether these are all bytes from the first on, of a file of this size.
    boolean reachesTheEnd(OptionalLong size) {
        return last.isEmpty() || last.equals(size);
    }

    /// From a byte, counted from 0, to the end.
    static Attribute from(long offset) {
        return new Attribute("file-range", (offset + 1) + "-*");
    }
}
