package org.earshot.proxy.route;

import java.time.Instant;

/// How a trunk is, as far as this node knows.
///
/// @param reach whether it answers
/// @param reason in words, such as what it answered
/// @param since when it is so
public record TrunkState(Reach reach, String reason, Instant since) {

    /// Whether a trunk answers.
    public enum Reach {
        /// Nobody has asked it yet, or is to.
        UNKNOWN,
        /// It answers, and takes our login.
        UP,
        /// It does not; calls try the others first.
        DOWN
    }
}
