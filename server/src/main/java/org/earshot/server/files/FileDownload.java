package org.earshot.server.files;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Answers whoever fetches a file: all of it, a part, or nothing where they have it (RFC 9110 §13, §14). Thread-safe.
final class FileDownload {
    private final FileStore store;

    FileDownload(FileStore store) {
        this.store = store;
    }

    void answer(Context http, Caller caller, StoredFile file) throws IOException {
        headers(http, file);
        long size = file.row().size();
        if (!matches(http.header("If-Match"), file, true)) {
            http.status(412);
            return;
        }
        if (matches(http.header("If-None-Match"), file, false)) {
            http.status(304);
            return;
        }
        Optional<ByteSpan> wanted;
        try {
            wanted = span(http, file);
        } catch (ByteSpan.Unsatisfiable e) {
            http.status(416).header("Content-Range", "bytes */" + size);
            return;
        }
        ByteSpan span = wanted.orElse(ByteSpan.all(size));
        try (WholeContent content = store.content(file)) {
            store.fetched(caller, file);
            http.status(wanted.isPresent() ? 206 : 200);
            wanted.ifPresent(part -> http.header("Content-Range", part.header(size)));
            http.res().setContentLengthLong(span.length());
            copy(content.part(span.from(), span.length()), http.res().getOutputStream());
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[Chunks.PLAIN];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            try {
                to.write(buffer, 0, count);
            } catch (IOException e) {
                throw new BrokenOffException(e);
            }
        }
    }

    /// A range of another version than the one asked about is not given: then all of it is (§13.1.5).
    private static Optional<ByteSpan> span(Context http, StoredFile file)
            throws ByteSpan.Unsatisfiable {
        String range = http.header("Range");
        String condition = http.header("If-Range");
        return range == null || (condition != null && !condition.strip().equals(file.etag()))
                ? Optional.empty()
                : ByteSpan.of(range, file.row().size());
    }

    /// @param absent what holds without the header
    private static boolean matches(String header, StoredFile file, boolean absent) {
        if (header == null) {
            return absent;
        }
        for (String tag : header.split(",", -1)) {
            if (tag.strip().equals("*") || tag.strip().equals(file.etag())) {
                return true;
            }
        }
        return false;
    }

    /// What is said of a whole file whatever is answered.
    void headers(Context http, StoredFile file) {
        byte[] hash = HexFormat.of().parseHex(file.facts().sha256().orElseThrow());
        http.contentType(FileNames.given(file.facts().type()))
                .header("ETag", file.etag())
                .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":")
                .header("Accept-Ranges", "bytes")
                .header("Content-Disposition", FileNames.disposition(file.facts().name()))
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "private, no-cache");
    }
}
