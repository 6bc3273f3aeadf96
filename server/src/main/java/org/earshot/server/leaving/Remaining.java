package org.earshot.server.leaving;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.text.Counted;

/// What still names somebody outside the record's own tables, and why.
///
/// @param waiting messages of theirs that others have not got yet
/// @param waitingUntil when the last of these goes at the latest
/// @param held files of theirs that are held back
/// @param role whether somebody of that name has or had a role
/// @param recusals officers who don't review their messages
public record Remaining(
        int waiting, Optional<Instant> waitingUntil, int held, boolean role, int recusals) {

    /// Each in words.
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (waiting > 0) {
            words.add(
                    Counted.of(
                                    waiting,
                                    "message that others have not got yet: it goes when it is delivered",
                                    "messages that others have not got yet: they go when they are delivered")
                            + waitingUntil.map(until -> ", at the latest " + until).orElse(""));
        }
        if (held > 0) {
            words.add(
                    Counted.of(
                            held,
                            "file that is held back, until somebody decides or its time is over: earshot admin file quarantine list",
                            "files that are held back, until somebody decides or their time is over: earshot admin file quarantine list"));
        }
        if (role) {
            words.add("the name of somebody who has or had a role: it stands behind what they did");
        }
        if (recusals > 0) {
            words.add(recusals + " recusals, by which the review knows whose messages it leaves");
        }
        return List.copyOf(words);
    }
}
