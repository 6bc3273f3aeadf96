package org.earshot.common.file.archive;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The name that a compressed file says it had (RFC 1952 §2.3.1), under which some programs unpack it. Pure.
final class GzipName {
    private static final int FLAGS = 3;
    private static final int HEAD = 10;
    private static final int EXTRA = 4;
    private static final int NAME = 8;

    private GzipName() {}

    /// @param beginning of the file; a name that does not end in it is taken as far as it goes
    static Optional<String> of(byte[] beginning) {
        if (beginning.length <= HEAD || (beginning[FLAGS] & NAME) == 0) {
            return Optional.empty();
        }
        int from = HEAD;
        if ((beginning[FLAGS] & EXTRA) != 0) {
            if (beginning.length < HEAD + 2) {
                return Optional.empty();
            }
            from += 2 + (beginning[HEAD] & 0xFF) + ((beginning[HEAD + 1] & 0xFF) << 8);
        }
        int to = from;
        while (to < beginning.length && beginning[to] != 0) {
            to++;
        }
        return to > from && from < beginning.length
                ? Optional.of(new String(beginning, from, to - from, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }
}
