package org.earshot.common.mime;

/// Content-IDs (RFC 2045 §7), which some write with angle brackets and some without. Stateless.
final class ContentIds {
    private ContentIds() {}

    /// Without angle brackets.
    static String bare(String value) {
        String id = value.strip();
        return id.length() >= 2 && id.startsWith("<") && id.endsWith(">")
                ? id.substring(1, id.length() - 1)
                : id;
    }
}
