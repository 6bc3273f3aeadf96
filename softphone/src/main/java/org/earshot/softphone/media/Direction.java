package org.earshot.softphone.media;

/// Which way audio flows, seen from this phone (RFC 3264 §5.1). RTCP flows in each of them.
public enum Direction {
    /// Both ways.
    SEND_RECV(true, true),
    /// Only to the peer.
    SEND_ONLY(true, false),
    /// Only from the peer.
    RECV_ONLY(false, true),
    /// Neither way: both have put the call on hold.
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    /// The one that sends and receives as wished.
    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SEND_RECV : SEND_ONLY;
        }
        return receives ? RECV_ONLY : INACTIVE;
    }

    /// Whether audio goes to the peer.
    public boolean sends() {
        return sends;
    }

    /// Whether audio from the peer is played.
    public boolean receives() {
        return receives;
    }
}
