package org.earshot.softphone.sdp;

/// What an offer of ours asks for.
public enum OfferedProfile {
    /// `RTP/SAVP` with keys (in a later offer also on the line's own profile): encrypted or not at all.
    KEYED("RTP/SAVP"),
    /// `RTP/AVP` with keys (RFC 8643): encrypted where the other side can.
    KEYED_IF_POSSIBLE("RTP/AVP"),
    /// `RTP/AVP` without keys.
    PLAIN("RTP/AVP");

    private final String profile;

    OfferedProfile(String profile) {
        this.profile = profile;
    }

    String profile() {
        return profile;
    }

    boolean hasKeys() {
        return this != PLAIN;
    }
}
