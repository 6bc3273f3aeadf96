package org.earshot.softphone.media;

/// What the peer's description says of what it wants to get, beside the audio itself.
///
/// @param voipMetrics     whether it wants to hear how it is heard (RFC 3611 §5.1, `a=rtcp-xr:voip-metrics`)
/// @param maxPacketMillis the most audio in a packet that it takes (`a=maxptime`, else `a=ptime`): 10–60 ms; 0 leaves no choice
public record PeerWishes(boolean voipMetrics, int maxPacketMillis) {

    /// None said.
    public static final PeerWishes NONE = new PeerWishes(false, 0);
}
