package org.earshot.softphone.file;

/// What is to be sent.
///
/// @param contentType such as `application/octet-stream`
/// @param from the first byte that the other side wants, counted from 0 (`a=file-range` counts from 1), up to the file's size
public record OutgoingFile(SourceFile source, String contentType, long from) {
    public OutgoingFile {
        if (from < 0 || from > source.size()) {
            throw new IllegalArgumentException("from " + from + " of " + source.size());
        }
        if (!contentType.matches("[!-~]+(?:;[ -~]*)?")) {
            throw new IllegalArgumentException("no content type");
        }
    }
}
