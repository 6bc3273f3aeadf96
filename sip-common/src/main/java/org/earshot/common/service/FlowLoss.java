package org.earshot.common.service;

/// What a server says in a Warning (399, RFC 3261 §20.43) of the answer to a request that had reached a phone, when the flow to that phone
/// (RFC 5626 §5.3) ended before it had answered. The 480 alone is also what a phone says whose user does not answer; who reads this one
/// knows that the phone may have answered and may be back in a moment.
public final class FlowLoss {
    /// The warning's text, without quotes.
    public static final String WORDS = "the connection to the phone has broken off";

    private FlowLoss() {}
}
