package org.earshot.softphone.sdp;

/// What an offer of ours asks for.
public enum OfferedProfile {
    /// `RTP/SAVP` with keys (in a later offer also on the line's own profile): encrypted or not at all.
    KEYED("RTP/SAVP"),
    /// `RTP/AVP` with keys (RFC 8643): encrypted where the other side can.
    KEYED_IF_POSSIBLE("RTP/AVP"),
    /// `UDP/TLS/RTP/SAVP` with a fingerprint (RFC 5763): encrypted with keys of the phones' own, or not at all.
    DTLS("UDP/TLS/RTP/SAVP"),
    /// `RTP/AVP` without keys.
    PLAIN("RTP/AVP");

    private final String profile;

    OfferedProfile(String profile) {
        this.profile = profile;
    }

    String profile() {
        return profile;
    }

    /// Whether `a=crypto` lines go with it.
    boolean hasKeys() {
        return this == KEYED || this == KEYED_IF_POSSIBLE;
    }
}
