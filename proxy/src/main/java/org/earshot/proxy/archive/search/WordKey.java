package org.earshot.proxy.archive.search;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.earshot.proxy.archive.ArchiveQuery;

/// The key of the words of one retention class and month (UTC). Does not print.
///
/// @param id such as `message.2026-11.5f0c…`
/// @param key 256 bits, for HMAC-SHA-256 and nothing else
public record WordKey(String id, SecretKey key) {
    private static final Pattern ID =
            Pattern.compile("([a-z0-9-]{1,16})\\.([0-9]{4}-(?:0[1-9]|1[0-2]))\\.[0-9a-f]{16}");

    /// The month of a key by its id; empty for what is no id.
    static Optional<YearMonth> month(String id) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches()
                ? Optional.of(YearMonth.parse(matcher.group(2)))
                : Optional.empty();
    }

    /// The month that an event's words belong to.
    static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    /// Whether a time is one that a server's clock can have shown: the row may have been changed.
    static boolean hasMonth(Instant at) {
        return !at.isBefore(ArchiveQuery.BEGINNING) && at.isBefore(ArchiveQuery.END);
    }

    @Override
    public String toString() {
        return "WordKey[" + id + "]";
    }
}
