package org.earshot.softphone.media.dtls;

/// Who begins the handshake (RFC 5763 §5).
public enum DtlsRole {
    /// `a=setup:active`: the DTLS client.
    ACTIVE,
    /// `a=setup:passive`: the DTLS server.
    PASSIVE
}
