package org.earshot.softphone.ua;

import java.text.Normalizer;

/// A name that somebody gave himself, made fit to be shown: no characters that can't be seen, turn the text around them or begin a line,
/// and not too many. Pure.
public final class PlainName {
    private static final int LONGEST = 63;

    private PlainName() {}

    /// @return "" where nothing is left
    public static String of(String text) {
        StringBuilder seen = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
                .filter(c -> c == ' ' || isSeen(c))
                .forEach(seen::appendCodePoint);
        String line = Normalizer.normalize(seen, Normalizer.Form.NFC).strip().replaceAll(" +", " ");
        int end = Math.min(LONGEST, line.codePointCount(0, line.length()));
        return line.substring(0, line.offsetByCodePoints(0, end)).strip();
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
