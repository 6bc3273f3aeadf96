package org.earshot.common.mime;

/// A header field of a MIME part (RFC 2045 §3).
///
/// @param name a token; compared without regard to case
/// @param value on one line, without white space around it
public record MimeHeader(String name, String value) {
    /// Content-Type.
    public static final String CONTENT_TYPE = "Content-Type";

    /// Content-Length: not one of MIME, but common in SIP's bodies.
    public static final String CONTENT_LENGTH = "Content-Length";

    /// Content-ID.
    public static final String CONTENT_ID = "Content-ID";

    public MimeHeader {
        if (!MediaType.isToken(name)) {
            throw new IllegalArgumentException("a header's name is no token");
        }
        value = value.strip();
        if (!Utf8.isOneLine(value)) {
            throw new IllegalArgumentException("a header's value is not one line of text");
        }
    }

    /// Whether this is its name.
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
