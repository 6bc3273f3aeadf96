package org.earshot.softphone.media.srtp;

import java.util.Arrays;
import java.util.Optional;

/// The crypto suites that we speak, strongest first, by their names in `a=crypto` (RFC 4568 §6.2, RFC 6188 §5, RFC 7714 §14.1).
public enum SrtpSuite {
    /// RFC 7714.
    AEAD_AES_256_GCM(32, 12, 16, 16),
    /// RFC 7714.
    AEAD_AES_128_GCM(16, 12, 16, 16),
    /// RFC 6188.
    AES_256_CM_HMAC_SHA1_80(32, 14, 10, 10),
    /// RFC 3711.
    AES_CM_128_HMAC_SHA1_80(16, 14, 10, 10),
    /// RFC 3711. Short tags: for peers that know nothing better. SRTCP keeps tags of 80 bits (RFC 4568 §6.2.2).
    AES_CM_128_HMAC_SHA1_32(16, 14, 4, 10);

    private final int keyBytes;
    private final int saltBytes;
    private final int rtpTagBytes;
    private final int rtcpTagBytes;

    SrtpSuite(int keyBytes, int saltBytes, int rtpTagBytes, int rtcpTagBytes) {
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
        this.rtcpTagBytes = rtcpTagBytes;
    }

    /// The suite with this name in `a=crypto`; names are compared as they stand.
    public static Optional<SrtpSuite> named(String name) {
        return Arrays.stream(values()).filter(suite -> suite.name().equals(name)).findFirst();
    }

    /// Bytes of the master key, and of the session's cipher keys.
    public int keyBytes() {
        return keyBytes;
    }

    /// Bytes of the master salt, and of the session's salts.
    public int saltBytes() {
        return saltBytes;
    }

    /// Bytes that SRTP adds to an RTP packet.
    public int rtpTagBytes() {
        return rtpTagBytes;
    }

    /// Bytes of the tag that SRTCP adds; besides it an index of four bytes.
    public int rtcpTagBytes() {
        return rtcpTagBytes;
    }

    /// Whether encryption and authentication are one step (RFC 7714).
    public boolean aead() {
        return this == AEAD_AES_256_GCM || this == AEAD_AES_128_GCM;
    }
}
