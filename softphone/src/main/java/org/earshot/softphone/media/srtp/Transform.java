package org.earshot.softphone.media.srtp;

import java.security.GeneralSecurityException;

/// Encryption and authentication of one packet whose index is known. Holds keys for RTP or for RTCP, not for both.
/// Confined to the thread of its context.
sealed interface Transform permits CounterModeTransform, GcmTransform {

    /// A transform for the suite.
    static Transform of(SrtpSuite suite, SessionKeys keys, int tagBytes) {
        try {
            return suite.aead() ? new GcmTransform(keys) : new CounterModeTransform(keys, tagBytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + suite + " on this Java", e);
        }
    }

    /// Bytes of the tag.
    int tagBytes();

    /// Encrypts what follows the header and appends the tag.
    ///
    /// @param packet header and payload; room for the tag behind `length`
    /// @param index  48 bits: rollover counter and sequence number
    void sealRtp(byte[] packet, int headerLength, int length, int ssrc, long index)
            throws GeneralSecurityException;

    /// The reverse; leaves the packet as it is unless the tag is right.
    ///
    /// @param length with the tag, at least `headerLength + tagBytes()`
    /// @return whether the tag is right
    boolean openRtp(byte[] packet, int headerLength, int length, int ssrc, long index)
            throws GeneralSecurityException;

    /// Encrypts what follows the first eight bytes and appends index and tag in the order of the suite.
    ///
    /// @param index 31 bits
    void sealRtcp(byte[] packet, int length, int ssrc, int index) throws GeneralSecurityException;

    /// Where the word with E bit and index begins in an SRTCP packet of this length.
    int rtcpIndexPosition(int length);

    /// The reverse of `sealRtcp`; leaves the packet as it is unless the tag is right.
    ///
    /// @param length with index and tag, at least 8 + 4 + `tagBytes()`
    /// @return whether the tag is right
    boolean openRtcp(byte[] packet, int length, int ssrc, int index)
            throws GeneralSecurityException;
}
