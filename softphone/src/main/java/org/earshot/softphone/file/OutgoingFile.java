package org.earshot.softphone.file;

/// What is to be sent.
///
/// @param contentType such as `application/octet-stream`
/// @param from the first byte that the other side wants, counted from 0 (`a=file-range` counts from 1), up to the file's size
/// @param wrapping what stands before it in the message, of that content type; "" for nothing
public record OutgoingFile(SourceFile source, String contentType, long from, String wrapping) {
    /// The file as it is.
    public OutgoingFile(SourceFile source, String contentType, long from) {
        this(source, contentType, from, "");
    }

    public OutgoingFile {
        if (from < 0 || from > source.size()) {
            throw new IllegalArgumentException("from " + from + " of " + source.size());
        }
        if (!contentType.matches("[!-~]+(?:;[ -~]*)?")) {
            throw new IllegalArgumentException("no content type");
        }
    }
}
