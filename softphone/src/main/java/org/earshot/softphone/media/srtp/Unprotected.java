package org.earshot.softphone.media.srtp;

/// What became of a packet from the network.
public sealed interface Unprotected {

    /// Authentic, new and decrypted.
    ///
    /// @param length bytes of the RTP or RTCP packet that now stand where the protected packet stood
    record Accepted(int length) implements Unprotected {
        private static final int MOST_USUAL = 1_500; // bytes
        private static final Accepted[] USUAL = new Accepted[MOST_USUAL + 1];

        static {
            for (int length = 0; length < USUAL.length; length++) {
                USUAL[length] = new Accepted(length);
            }
        }

        /// One that is there already, as packets come all the time.
        static Accepted of(int length) {
            return length < USUAL.length ? USUAL[length] : new Accepted(length);
        }
    }

    /// Not to be used; the buffer's content is as it came.
    ///
    /// @param reason why, for the statistics
    record Refused(Reason reason) implements Unprotected {}

    /// Why a packet was refused.
    enum Reason {
        /// Too short or no RTP or RTCP at all.
        MALFORMED,
        /// The tag is wrong: altered, under other keys, or not encrypted at all.
        NOT_AUTHENTIC,
        /// Seen before.
        REPLAYED,
        /// So old that it can't be told whether it was seen before.
        TOO_OLD,
        /// SRTCP without encryption (E bit 0), which we never agree upon.
        NOT_ENCRYPTED,
        /// More sources (SSRC) at once than a call can have.
        TOO_MANY_SOURCES,
        /// The key has protected as many packets as it may (RFC 3711 §9.2).
        KEY_EXHAUSTED
    }
}
