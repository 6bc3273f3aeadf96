package org.earshot.proxy.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.earshot.common.text.ShownTime;

/// Who decides what is kept.
///
/// @param words for the record
/// @param login the name that they logged in with; empty for the owner of DATA, where there is no officer
/// @param since when they were appointed, or got their login from somebody else
/// @param counts from when on their word counts where two have to agree: whoever gave them the login knows it, and could be both
public record Officer(
        String words, Optional<String> login, Optional<Instant> since, Optional<Instant> counts) {
    /// One who counts at once.
    public Officer(String words, Optional<String> login, Optional<Instant> since) {
        this(words, login, since, Optional.empty());
    }

    /// The same, with a login that somebody else gave them later.
    public Officer since(Instant given) {
        return new Officer(words, login, Optional.of(given), counts);
    }

    /// The same, who has to wait since then.
    public Officer waiting(Duration wait) {
        return new Officer(words, login, since, since.map(at -> at.plus(wait)));
    }

    /// Why they can't take part yet in what two have to agree on; empty: they can.
    public Optional<String> objection(Instant now) {
        return counts.filter(now::isBefore)
                .map(from ->
                        "you were appointed, or got your login from somebody else, on "
                                + ShownTime.of(since.orElseThrow())
                                + ": where two officers have to agree you count from "
                                + ShownTime.of(from)
                                + " on");
    }
}
