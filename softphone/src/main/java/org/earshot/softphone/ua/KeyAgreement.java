package org.earshot.softphone.ua;

/// How the keys of our own calls are agreed. Calls of others are answered in the way that they offer.
public enum KeyAgreement {
    /// By SDES (RFC 4568): the server hands the keys over, and could listen. Where the other side can't: by DTLS.
    SDES,

    /// By DTLS (RFC 5763): between the phones, where the other side can; else by SDES, and the lock says so.
    DTLS
}
