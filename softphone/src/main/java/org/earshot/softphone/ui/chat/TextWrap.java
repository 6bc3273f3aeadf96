package org.earshot.softphone.ui.chat;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Breaks a text into lines, at spaces and where other scripts allow it (UAX 14 as the JDK has it), inside a word only where that is wider than a line. Pure.
final class TextWrap {
    private final String text;
    private final int width;
    private final ToIntFunction<String> measure;
    private final List<TextSpan> lines = new ArrayList<>();

    private TextWrap(String text, int width, ToIntFunction<String> measure) {
        this.text = text;
        this.width = width;
        this.measure = measure;
    }

    /// The lines of a text, one for an empty text. Spaces at a line's end belong to none.
    ///
    /// @param width of a line, in what `measure` tells; each line has at least one character
    /// @param measure how wide a piece is
    static List<TextSpan> lines(String text, int width, ToIntFunction<String> measure) {
        TextWrap wrap = new TextWrap(text, width, measure);
        int start = 0;
        while (true) {
            int end = text.indexOf('\n', start);
            wrap.paragraph(start, end < 0 ? text.length() : end);
            if (end < 0) {
                return List.copyOf(wrap.lines);
            }
            start = end + 1;
        }
    }

    private void paragraph(int from, int to) {
        String paragraph = text.substring(from, to);
        if (measure.applyAsInt(paragraph) <= width) {
            add(from, to); // as most are
            return;
        }
        BreakIterator breaks = BreakIterator.getLineInstance();
        breaks.setText(paragraph);
        int lineStart = 0;
        int lineWidth = 0;
        int piece = 0;
        for (int next = breaks.next(); next != BreakIterator.DONE; next = breaks.next()) {
            String words = paragraph.substring(piece, next);
            int visible = measure.applyAsInt(words.stripTrailing());
            if (lineWidth + visible > width && piece > lineStart) {
                add(from + lineStart, from + piece);
                lineStart = piece;
                lineWidth = 0;
            }
            if (visible > width) {
                lineStart = longWord(paragraph, piece, next, from);
                lineWidth = measure.applyAsInt(paragraph.substring(lineStart, next));
            } else {
                lineWidth += measure.applyAsInt(words);
            }
            piece = next;
        }
        if (lineStart < paragraph.length()) {
            add(from + lineStart, to);
        }
    }

    /// Breaks between characters, as a reader sees them.
    ///
    /// @return where the last line, which is not added, begins
    private int longWord(String paragraph, int start, int end, int offset) {
        BreakIterator characters = BreakIterator.getCharacterInstance();
        characters.setText(paragraph);
        int lineStart = start;
        int lineWidth = 0;
        for (int at = start; at < end; ) {
            int next = Math.min(end, characters.following(at));
            int one = measure.applyAsInt(paragraph.substring(at, next));
            if (lineWidth + one > width && at > lineStart) {
                add(offset + lineStart, offset + at);
                lineStart = at;
                lineWidth = 0;
            }
            lineWidth += one;
            at = next;
        }
        return lineStart;
    }

    private void add(int start, int end) {
        int last = end;
        while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        lines.add(new TextSpan(start, last));
    }
}
