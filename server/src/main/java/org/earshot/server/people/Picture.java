package org.earshot.server.people;

import java.util.HexFormat;
import org.earshot.common.db.Columns;

/// A picture as it is kept and served: made by this server, so that it is what it says. Immutable.
public final class Picture {
    /// The longest side.
    public static final int SIDE = 256;

    private static final int ETAG_BYTES = 16;

    private final String type;
    private final byte[] content;
    private final String etag;

    /// @param type `image/png` or `image/jpeg`
    /// @param content PNG or JPEG of at most [#SIDE] by [#SIDE]; nobody writes into it afterwards
    /// @param etag names the content: 32 hex digits
    Picture(String type, byte[] content, String etag) {
        this.type = type;
        this.content = content;
        this.etag = etag;
    }

    static Picture of(String type, byte[] content) {
        return new Picture(
                type, content, HexFormat.of().formatHex(Columns.sha256(content), 0, ETAG_BYTES));
    }

    /// `image/png` or `image/jpeg`.
    public String type() {
        return type;
    }

    /// The picture itself, to be read only.
    byte[] content() {
        return content;
    }

    /// Names the content: 32 hex digits.
    public String etag() {
        return etag;
    }

    @Override
    public String toString() {
        return "Picture[" + type + ", " + content.length + " bytes, " + etag + "]";
    }

    /// A copy of the picture itself.
    public byte[] bytes() {
        return content.clone();
    }
}
