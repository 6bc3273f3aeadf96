package org.earshot.common.stack;

import java.util.Locale;

/// A way over which SIP messages travel (RFC 3261 §18, RFC 7118 for WebSocket).
public enum Transport {
    UDP(false, false, 5060),
    TCP(true, false, 5060),
    TLS(true, true, 5061),
    WS(true, false, 80),
    WSS(true, true, 443);

    private final boolean reliable;
    private final boolean secure;
    private final int defaultPort;

    Transport(boolean reliable, boolean secure, int defaultPort) {
        this.reliable = reliable;
        this.secure = secure;
        this.defaultPort = defaultPort;
    }

    /// Whether the transport itself delivers in order and without loss, so that nothing is
    /// retransmitted hop by hop.
    public boolean isReliable() {
        return reliable;
    }

    /// Whether nobody between the two ends of this hop can read it.
    public boolean isSecure() {
        return secure;
    }

    /// The port that a URI without one means (RFC 3261 §19.1.2, RFC 7118 §5.2.1).
    public int defaultPort() {
        return defaultPort;
    }

    /// As it stands in a `transport=` parameter: lower case.
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a Via's transport or a `transport=` parameter, in any case.
    ///
    /// @throws IllegalArgumentException for a name that is none of ours
    public static Transport of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
