package org.earshot.proxy.message;

import java.util.Set;

/// Lines that look as if the server had named their writer: `[Bob] hello`. Each gets a backslash, in front of its bracket or
/// at its beginning. Pure.
///
/// A line is what any phone may show as one: all of Unicode's line ends count, which become `\n` where they are rare, and so
/// many blanks in a row that a phone may break the line behind them. What nobody sees at its beginning is passed over: white
/// space, control and format characters, combining marks, fillers, and whatever is unassigned or private. A bracket is
/// whatever opens (category Ps) but for round and curly ones, low quotes, and the corner and angle brackets that begin a
/// quotation in Japanese and Chinese; and some symbols and letters of the same look. A line that may be shown in another order than it is written, because of
/// bidirectional controls, counts if there is a bracket anywhere in it. A long line that a phone breaks in the middle of a
/// sentence is not looked at: no text with brackets would be left alone then.
final class AuthorLines {
    /// So many blanks may take a phone to its next line.
    private static final int WIDE = 16;

    private static final Set<Integer> FILLERS =
            Set.of(
                    0x115F, 0x1160, 0x3164, 0xFFA0, // Hangul
                    0x2800, // Braille
                    0xFFFC, 0xFFFD, 0x1D159, 0x13441, 0x13442, 0x16FE4);

    private static final Set<Integer> NOT_SQUARE =
            Set.of(
                    (int) '(', (int) '{', 0xFF08, 0xFF5B, 0x207D, 0x208D, 0x2768, 0x276A, 0x2774,
                    0xFE35, 0xFE37, 0xFE59, 0xFE5B, // round, curly
                    0x201A, 0x201E, 0x2E42, // quotes
                    0x300C, 0x300E, 0xFE41, 0xFE43, 0x3008, 0x300A, 0xFE3D, 0xFE3F);

    private static final Set<Integer> SQUARE =
            Set.of(
                    0x23A1, 0x23A2, 0x23A3, // upper corner, extension, lower corner
                    0x228F, 0x2291, // square image of
                    0x5338, 0x531A, // Chinese, two that are a box without its right side
                    0x14A5, 0x3137, // Canadian syllabics m, Hangul tikeut
                    0x250C, 0x2514, 0x251C, 0x2554, 0x255A); // drawn boxes

    private AuthorLines() {}

    /// A text whose lines are its writer's alone.
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        Line line = new Line(0);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isEnd(c)) {
                line.end(out);
                out.appendCodePoint(isRareEnd(c) ? '\n' : c);
                line = new Line(out.length());
            } else {
                line.add(c, out);
            }
        }
        line.end(out);
        return out.toString();
    }

    /// A name that can stand between the server's brackets.
    ///
    /// @return "" if nothing of it would be seen
    static String name(String name) {
        StringBuilder clean = new StringBuilder();
        name.codePoints()
                .filter(c -> !isEnd(c) && !isBidi(c) && !Character.isISOControl(c))
                .filter(c -> !opens(c) && !closes(c))
                .forEach(clean::appendCodePoint);
        String stripped = clean.toString().strip();
        return stripped.codePoints().allMatch(AuthorLines::isUnseen) ? "" : stripped;
    }

    /// How far one line has come.
    private static final class Line {
        private final int start;
        private boolean begins = true;
        private boolean bidi;
        private boolean bracket;
        private int unseen;

        Line(int start) {
            this.start = start;
        }

        void add(int c, StringBuilder out) {
            bidi = bidi || isBidi(c);
            if (isUnseen(c)) {
                unseen++;
            } else {
                boolean opens = opens(c);
                bracket = bracket || opens || closes(c);
                if (opens && (begins || unseen >= WIDE)) {
                    out.append('\\');
                }
                begins = false;
                unseen = 0;
            }
            out.appendCodePoint(c);
        }

        void end(StringBuilder out) {
            if (bidi && bracket) {
                out.insert(start, '\\'); // before the controls, where it is seen first
            }
        }
    }

    /// CR, LF, VT, FF, the separators of files, groups and records, NEL, and those of lines and paragraphs.
    static boolean isEnd(int c) {
        return (c >= '\n' && c <= '\r') || (c >= 0x1C && c <= 0x1E) || isRareEnd(c);
    }

    private static boolean isRareEnd(int c) {
        return c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /// What may change the order in which a line is shown.
    static boolean isBidi(int c) {
        return (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200F
                || c == 0x061C;
    }

    static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    true;
            default -> FILLERS.contains(c);
        };
    }

    /// Whether it looks like the first character of what the server puts in front.
    static boolean opens(int c) {
        return SQUARE.contains(c)
                || (Character.getType(c) == Character.START_PUNCTUATION && !NOT_SQUARE.contains(c));
    }

    /// Whether it looks so where a line is shown from right to left.
    static boolean closes(int c) {
        return c == ']'
                || (Character.getType(c) == Character.END_PUNCTUATION && c != ')' && c != '}');
    }
}
