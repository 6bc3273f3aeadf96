package org.earshot.proxy.channel;

/// What of a session could carry words that the record does not get.
public enum Channel {
    /// MSRP (RFC 4975) that is no file transfer, and any other `m=message`.
    CHAT("chat inside a call is not recorded, send a message instead"),
    /// T.140 (RFC 4103, RFC 4351).
    REAL_TIME_TEXT("real-time text is not recorded, send a message instead"),
    /// SCTP over DTLS (RFC 8841, RFC 8864).
    DATA_CHANNEL("data channels are not recorded"),
    /// A session that the server can't read: it might have any of these.
    HIDDEN("the session description is not readable here, and may hide a chat");

    private final String words;

    Channel(String words) {
        this.words = words;
    }

    /// Why it is refused, for people; without quotes.
    public String words() {
        return words;
    }
}
