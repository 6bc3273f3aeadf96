package org.earshot.common.stack;

/// The timers of RFC 3261 table 4 and RFC 6026 §7.
enum TransactionTimer {
    /// INVITE request retransmission.
    A(true),
    /// INVITE client transaction timeout.
    B(false),
    /// Wait for repeated final responses to an INVITE.
    D(false),
    /// Non-INVITE request retransmission.
    E(true),
    /// Non-INVITE client transaction timeout.
    F(false),
    /// INVITE response retransmission.
    G(true),
    /// Wait for the ACK.
    H(false),
    /// Wait for repeated ACKs.
    I(false),
    /// Wait for repeated non-INVITE requests.
    J(false),
    /// Wait for a non-INVITE client's repeated responses.
    K(false),
    /// Wait, as server, for repeated INVITEs after a 2xx (RFC 6026).
    L(false),
    /// Wait, as client, for repeated and other 2xx (RFC 6026).
    M(false),
    /// The TU has given no answer to an INVITE for 200 ms.
    TRYING(true),
    /// The TU has given no answer to an INVITE, and no sign of life, for so long that it has forgotten it.
    UNANSWERED(false);

    private final boolean paces;

    TransactionTimer(boolean paces) {
        this.paces = paces;
    }

    /// Whether it paces messages; otherwise it ends a state. A transaction has at most one of either
    /// kind at any time.
    boolean paces() {
        return paces;
    }
}
