package org.earshot.softphone.media;

/// Which way ICE has found (RFC 8445).
public enum Way {
    /// From phone to phone, perhaps through routers.
    DIRECT,
    /// By a TURN server of either side.
    RELAYED
}
