package org.earshot.common.call;

import java.time.Instant;

/// One call, between two parties.
///
/// @param node name of the start of the node that sees it; once that node has ended, the record means nothing
/// @param caller who calls: an address-of-record as a URI, or what is known of a trunk
/// @param callee who is called
/// @param since when it came into this state
/// @param expiresAt when it counts as over, whatever happened to its BYE
public record CallRecord(
        CallKey key,
        String node,
        String caller,
        String callee,
        State state,
        Instant since,
        Instant expiresAt) {

    /// As RFC 4235 §3.7.1 has them. The names stand in the database.
    public enum State {
        /// It rings.
        EARLY,
        /// It was answered.
        CONFIRMED
    }

    /// Whether an address-of-record calls or is called.
    public boolean involves(String address) {
        return caller.equals(address) || callee.equals(address);
    }
}
