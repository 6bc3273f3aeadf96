package org.earshot.softphone.media;

import java.net.InetSocketAddress;

/// Where packets go: first where SDP says, then where the peer's own come from, since a peer behind a router does not know
/// its address (symmetric RTP, RFC 4961). Written by the receive thread, read by any.
final class RemoteAddress {

    private static final long SILENCE_NANOS = 2_000_000_000L;

    private InetSocketAddress announced;
    private boolean latched;
    private long lastNanos;
    private volatile InetSocketAddress current;

    RemoteAddress(InetSocketAddress announced) {
        this.announced = announced;
        this.current = announced;
    }

    InetSocketAddress current() {
        return current;
    }

    /// SDP has named an address. The same as before changes nothing.
    void announce(InetSocketAddress address) {
        if (!address.equals(announced)) {
            announced = address;
            current = address;
            latched = false;
        }
    }

    /// An authentic packet came from here: SRTP has shown whose it is, wherever it comes from.
    void authenticated(InetSocketAddress source, long now) {
        latch(source, now);
    }

    /// A plain packet came from here. Anybody could have sent it, so only the first source is followed, until it is silent
    /// for two seconds.
    ///
    /// @return whether the packet may be used
    boolean plain(InetSocketAddress source, long now) {
        if (latched && !source.equals(current) && now - lastNanos < SILENCE_NANOS) {
            return false;
        }
        latch(source, now);
        return true;
    }

    private void latch(InetSocketAddress source, long now) {
        latched = true;
        lastNanos = now;
        if (!source.equals(current)) {
            current = source;
        }
    }
}
