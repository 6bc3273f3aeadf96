package org.earshot.proxy.archive;

/// A body as it was sent. Prints its type and length only.
///
/// @param type the Content-Type's value
/// @param body its bytes
public record Content(String type, Bytes body) {
    /// The largest body that is archived: 8 MiB.
    public static final int LIMIT = 8 << 20;

    public Content {
        if (body.length() > LIMIT) {
            throw new IllegalArgumentException("a body of " + body.length() + " bytes");
        }
    }

    /// A body as it was sent.
    public static Content of(String type, byte[] body) {
        return new Content(type, Bytes.of(body));
    }

    @Override
    public String toString() {
        return "Content[" + type + ", " + body.length() + " bytes]";
    }
}
