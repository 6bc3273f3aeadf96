package org.earshot.server.files;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.earshot.common.db.Columns;

/// Names a file in table, folder and record, and to administrators: 32 lower-case hex digits, made from what stands in its URL ([FileToken]) and
/// not to be turned into that.
///
/// @param text the digits
public record FileId(String text) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");

    public FileId {
        if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("not the id of a file");
        }
    }

    /// Reads what may be one.
    public static Optional<FileId> of(String text) {
        return DIGITS.matcher(text).matches() ? Optional.of(new FileId(text)) : Optional.empty();
    }

    /// Of a file whose URL has this.
    static FileId of(FileToken token) {
        ByteBuffer hash = ByteBuffer.wrap(Columns.sha256("earshot-file " + token.text()));
        return of(new UUID(hash.getLong(), hash.getLong()));
    }

    static FileId of(UUID id) {
        return new FileId(id.toString().replace("-", ""));
    }

    UUID uuid() {
        return new UUID(
                Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16));
    }

    @Override
    public String toString() {
        return text;
    }
}
