package org.earshot.server.admin;

import java.time.Instant;
import java.util.Optional;

/// The options that commands share which list something. Pure.
final class Listed {
    /// So many at most.
    private static final int MOST = 10_000;

    private Listed() {}

    /// @throws AdminException if that is no number of `--limit`
    static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new AdminException("--limit is 1 to " + MOST);
        }
    }

    /// From when on; from the beginning where nothing was typed.
    ///
    /// @throws AdminException if that is no time of `--since`
    static Instant since(Optional<String> typed) {
        return typed.map(Listed::instant).orElse(Instant.EPOCH);
    }

    private static Instant instant(String text) {
        return TypedTime.parse(text)
                .orElseThrow(() ->
                        new AdminException(
                                "--since is a day such as 2026-11-27, or an instant such as 2026-11-27T10:00:00Z"))
                .first();
    }
}
