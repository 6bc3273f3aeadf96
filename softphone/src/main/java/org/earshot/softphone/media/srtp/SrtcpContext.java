package org.earshot.softphone.media.srtp;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.earshot.softphone.media.srtp.Unprotected.Refused;

/// The RTCP of one direction under one master key (RFC 3711 §3.4): either protects what is sent or unprotects what
/// arrives. Its keys and counters are apart from those of RTP, so another thread may own it. Confined to one thread.
public final class SrtcpContext implements AutoCloseable {

    private static final long MAX_PACKETS = 1L << 31; // RFC 3711 §9.2

    private final SessionKeys keys;
    private final Transform transform;
    private final Map<Integer, ReplayWindow> sources = new HashMap<>();
    private long packets;
    private boolean closed;

    /// A context at the beginning. Keeps no reference to `keys`.
    public SrtcpContext(SrtpKeys keys) {
        this(keys.suite(), SessionKeys.forRtcp(keys), 0);
    }

    SrtcpContext(SrtpSuite suite, SessionKeys keys, long packets) {
        this.keys = keys;
        this.transform = Transform.of(suite, keys, suite.rtcpTagBytes());
        this.packets = packets;
    }

    /// Bytes that `protect` adds.
    public int overhead() {
        return transform.tagBytes() + Wire.WORD_BYTES;
    }

    /// Encrypts and authenticates a compound packet in place.
    ///
    /// @param packet a compound RTCP packet at its beginning, with room for [#overhead()] bytes behind it; stays the caller's
    /// @param length of the compound packet
    /// @return the length of the SRTCP packet
    /// @throws IllegalArgumentException when it is no RTCP packet
    /// @throws IllegalStateException    when the key is exhausted (2^31 packets), or this is closed
    public int protect(byte[] packet, int length) {
        requireOpen();
        if (!Wire.isRtcp(packet, length)) {
            throw new IllegalArgumentException("no RTCP packet");
        }
        if (packets >= MAX_PACKETS) {
            throw new IllegalStateException("key exhausted");
        }
        try {
            // one counter for all sources of this key: no index comes twice
            transform.sealRtcp(packet, length, Wire.rtcpSsrc(packet), (int) packets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't encrypt", e);
        }
        packets++;
        return length + overhead();
    }

    /// Checks and decrypts a compound packet in place. Never throws for what the network brings.
    ///
    /// @param packet what came, at its beginning; stays the caller's
    /// @param length of what came
    /// @return the length of the compound RTCP packet, or why it must not be used
    public Unprotected unprotect(byte[] packet, int length) {
        requireOpen();
        if (!Wire.isRtcp(packet, length) || length < Wire.RTCP_CLEAR_BYTES + overhead()) {
            return new Refused(Reason.MALFORMED);
        }
        int word = Wire.wordAt(packet, transform.rtcpIndexPosition(length));
        if ((word & Wire.RTCP_ENCRYPTED) == 0) {
            return new Refused(Reason.NOT_ENCRYPTED);
        }
        int index = word & ~Wire.RTCP_ENCRYPTED;
        int ssrc = Wire.rtcpSsrc(packet);
        ReplayWindow known = sources.get(ssrc);
        if (known == null && sources.size() >= SrtpContext.MAX_SOURCES) {
            return new Refused(Reason.TOO_MANY_SOURCES);
        }
        ReplayWindow window = known == null ? new ReplayWindow() : known;
        return switch (window.check(index)) {
            case SEEN -> new Refused(Reason.REPLAYED);
            case TOO_OLD -> new Refused(Reason.TOO_OLD);
            case NEW -> {
                if (!open(packet, length, ssrc, index)) {
                    yield new Refused(Reason.NOT_AUTHENTIC);
                }
                window.mark(index);
                sources.putIfAbsent(ssrc, window);
                yield Accepted.of(length - overhead());
            }
        };
    }

    private boolean open(byte[] packet, int length, int ssrc, int index) {
        try {
            return transform.openRtcp(packet, length, ssrc, index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't decrypt", e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    /// Overwrites the session's keys with zeros; nothing can be protected or unprotected any more.
    @Override
    public void close() {
        closed = true;
        keys.destroy();
    }
}
