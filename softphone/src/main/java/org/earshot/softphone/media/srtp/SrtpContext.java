package org.earshot.softphone.media.srtp;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.earshot.softphone.media.srtp.Unprotected.Refused;

/// The RTP of one direction under one master key (RFC 3711 §3.2.3): either protects what is sent or unprotects
/// what arrives, of any number of sources up to [#MAX_SOURCES]. Confined to one thread.
public final class SrtpContext implements AutoCloseable {

    /// Sources (SSRC) under one key. Their states are never dropped: a forgotten one could be replayed.
    public static final int MAX_SOURCES = 64;

    private static final long MAX_PACKETS = 1L << 48; // RFC 3711 §9.2
    private static final int ROLLOVER_GUESS = 0x8000;

    private final SessionKeys keys;
    private final Transform transform;
    private final Map<Integer, Source> sources = new HashMap<>();
    private long packets;
    private boolean closed;
    private int latestSsrc;
    private Source latest; // null: none yet

    /// A context at the beginning: rollover counters 0, nothing seen. Keeps no reference to `keys`.
    public SrtpContext(SrtpKeys keys) {
        this(keys.suite(), SessionKeys.forRtp(keys), 0);
    }

    SrtpContext(SrtpSuite suite, SessionKeys keys, long packets) {
        this.keys = keys;
        this.transform = Transform.of(suite, keys, suite.rtpTagBytes());
        this.packets = packets;
    }

    /// Bytes that `protect` adds.
    public int overhead() {
        return transform.tagBytes();
    }

    /// Encrypts and authenticates a packet in place.
    ///
    /// @param packet an RTP packet at its beginning, with room for [#overhead()] bytes behind it; stays the caller's
    /// @param length of the RTP packet
    /// @return the length of the SRTP packet
    /// @throws IllegalArgumentException when it is no RTP packet
    /// @throws IllegalStateException    when its sequence number is not after the last one of its SSRC (the key stream
    ///                                  would repeat), the key is exhausted (2^48 packets), or this is closed
    public int protect(byte[] packet, int length) {
        requireOpen();
        int header = Wire.rtpHeaderLength(packet, length);
        if (header < 0) {
            throw new IllegalArgumentException("no RTP packet");
        }
        if (packets >= MAX_PACKETS) {
            throw new IllegalStateException("key exhausted");
        }
        int ssrc = Wire.rtpSsrc(packet);
        Source source = source(ssrc);
        if (source == null) {
            if (sources.size() >= MAX_SOURCES) {
                throw new IllegalStateException("more than " + MAX_SOURCES + " sources");
            }
            source = new Source();
            sources.put(ssrc, source);
        }
        long index = source.next(Wire.sequence(packet));
        try {
            transform.sealRtp(packet, header, length, ssrc, index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't encrypt", e);
        }
        packets++;
        return length + transform.tagBytes();
    }

    /// Checks and decrypts a packet in place. Never throws for what the network brings.
    ///
    /// @param packet what came, at its beginning; stays the caller's
    /// @param length of what came
    /// @return the length of the RTP packet, or why it must not be used
    public Unprotected unprotect(byte[] packet, int length) {
        requireOpen();
        int header = Wire.rtpHeaderLength(packet, length);
        if (header < 0 || length < header + transform.tagBytes()) {
            return new Refused(Reason.MALFORMED);
        }
        if (packets >= MAX_PACKETS) {
            return new Refused(Reason.KEY_EXHAUSTED);
        }
        int ssrc = Wire.rtpSsrc(packet);
        Source known = source(ssrc);
        return known == null
                ? unprotectFirst(packet, header, length, ssrc)
                : unprotectOf(known, packet, header, length, ssrc);
    }

    /// Mostly it is the same one as for the packet before: then no key of the map has to be made.
    private Source source(int ssrc) {
        if (latest == null || latestSsrc != ssrc) {
            latest = sources.get(ssrc);
            latestSsrc = ssrc;
        }
        return latest;
    }

    private Unprotected unprotectOf(
            Source source, byte[] packet, int header, int length, int ssrc) {
        long index = source.guess(Wire.sequence(packet));
        if (index >= MAX_PACKETS) {
            return new Refused(Reason.KEY_EXHAUSTED);
        }
        return switch (source.window.check(index)) {
            case SEEN -> new Refused(Reason.REPLAYED);
            case TOO_OLD -> new Refused(Reason.TOO_OLD);
            case NEW -> {
                if (!open(packet, header, length, ssrc, index)) {
                    yield new Refused(Reason.NOT_AUTHENTIC);
                }
                yield accept(source, index, length);
            }
        };
    }

    // A state is made only for a source that has shown that it has the key.
    private Unprotected unprotectFirst(byte[] packet, int header, int length, int ssrc) {
        if (sources.size() >= MAX_SOURCES) {
            return new Refused(Reason.TOO_MANY_SOURCES);
        }
        long index = Wire.sequence(packet);
        if (!open(packet, header, length, ssrc, index)) {
            // §3.3.1 begins with rollover counter 0; but the packets before a first rollover may
            // all be lost
            index += 1L << 16;
            if (Wire.sequence(packet) >= ROLLOVER_GUESS
                    || !open(packet, header, length, ssrc, index)) {
                return new Refused(Reason.NOT_AUTHENTIC);
            }
        }
        Source source = new Source();
        sources.put(ssrc, source);
        return accept(source, index, length);
    }

    private Unprotected accept(Source source, long index, int length) {
        source.window.mark(index);
        source.highest = Math.max(source.highest, index);
        packets++;
        return Accepted.of(length - transform.tagBytes());
    }

    private boolean open(byte[] packet, int header, int length, int ssrc, long index) {
        try {
            return transform.openRtp(packet, header, length, ssrc, index);
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

    /// What is known of one SSRC.
    private static final class Source {

        private final ReplayWindow window = new ReplayWindow();
        private long highest = -1;

        /// The index of the next packet to be sent.
        long next(int sequence) {
            long index = highest < 0 ? sequence : guess(sequence);
            if (index <= highest) {
                throw new IllegalStateException("sequence number " + sequence + " again");
            }
            if (index >= MAX_PACKETS) {
                throw new IllegalStateException("key exhausted");
            }
            highest = index;
            return index;
        }

        /// §3.3.1: the index nearest to the highest one. There is none below rollover counter 0.
        long guess(int sequence) {
            long rollover = highest >>> 16;
            int last = (int) highest & 0xFFFF;
            if (last < 0x8000) {
                if (sequence - last > 0x8000 && rollover > 0) {
                    rollover--;
                }
            } else if (last - 0x8000 > sequence) {
                rollover++;
            }
            return rollover << 16 | sequence;
        }
    }
}
