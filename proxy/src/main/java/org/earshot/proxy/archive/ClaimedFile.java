package org.earshot.proxy.archive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A file that somebody offers straight to another phone (RFC 5547), as the phone says: the server does not see the file itself.
///
/// @param name "" where the offer has none
/// @param size in bytes
/// @param type a media type, as it was written
/// @param hashes `ALGORITHM:HEX`, such as `sha-256:72:24:…`, as they were written, in lower case
/// @param transferId by which an offer that is made again is known (RFC 5547 §6)
/// @param way empty where no path says it
public record ClaimedFile(
        String name,
        OptionalLong size,
        Optional<String> type,
        List<String> hashes,
        Optional<String> transferId,
        Optional<ClaimedWay> way) {
    public ClaimedFile {
        hashes = List.copyOf(hashes);
    }
}
