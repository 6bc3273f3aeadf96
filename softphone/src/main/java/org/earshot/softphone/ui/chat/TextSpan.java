package org.earshot.softphone.ui.chat;

/// A part of a text.
///
/// @param start of its first character
/// @param end behind its last one
record TextSpan(int start, int end) {
    TextSpan {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span from " + start + " to " + end);
        }
    }

    String of(String text) {
        return text.substring(start, end);
    }

    boolean isEmpty() {
        return start == end;
    }

    /// What both have; an empty one where they don't meet.
    TextSpan and(TextSpan other) {
        int from = Math.max(start, other.start);
        return new TextSpan(from, Math.max(from, Math.min(end, other.end)));
    }
}
