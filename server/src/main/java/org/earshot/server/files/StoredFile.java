package org.earshot.server.files;

/// A file, opened for those who may know of it.
public record StoredFile(FileRow row, FileFacts facts) {

    /// As in an ETag (RFC 9110 §8.8.3); of a whole one.
    String etag() {
        return '"' + facts.sha256().orElseThrow() + '"';
    }
}
