package org.earshot.proxy.archive.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What makes texts that people take for the same one the same: compatibility forms, case, and accents where they
/// are. Pure.
final class Folding {
    /// Of these a letter without its marks is still the same letter to whoever searches; elsewhere marks are vowels.
    private static final Set<UnicodeScript> MARKS_ARE_ACCENTS =
            EnumSet.of(
                    UnicodeScript.LATIN,
                    UnicodeScript.GREEK,
                    UnicodeScript.CYRILLIC,
                    UnicodeScript.ARABIC,
                    UnicodeScript.HEBREW,
                    UnicodeScript.COMMON);

    private Folding() {}

    /// "Müller", "MÜLLER", and a "Muller" in full-width letters become "muller", "Straße" becomes "strasse".
    static String fold(String text) {
        if (isSmallAscii(text)) {
            return text;
        }
        String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder out = new StringBuilder(apart.length());
        boolean accented = true;
        for (int i = 0; i < apart.length(); ) {
            int c = apart.codePointAt(i);
            i += Character.charCount(c);
            if (isMark(c)) {
                if (!accented) {
                    out.appendCodePoint(c);
                }
                continue;
            }
            accented = MARKS_ARE_ACCENTS.contains(UnicodeScript.of(c));
            append(out, c);
        }
        return Normalizer.normalize(out, Normalizer.Form.NFC);
    }

    private static boolean isSmallAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static void append(StringBuilder out, int c) {
        if (c < 0x80) {
            out.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c));
        } else if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
            out.append((char) ('0' + Character.digit(c, 10)));
        } else {
            // up and down again: ß, dotless ı and the two small sigmas meet their kin
            String small = Character.toString(c).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
            for (int i = 0; i < small.length(); ) {
                int one = small.codePointAt(i);
                i += Character.charCount(one);
                if (!isMark(one)) {
                    out.append(withoutStroke(one));
                }
            }
        }
    }

    /// Letters that Unicode does not take apart, and keyboards elsewhere don't have.
    private static String withoutStroke(int c) {
        return switch (c) {
            case 'ø' -> "o";
            case 'ł' -> "l";
            case 'đ', 'ð' -> "d";
            case 'ħ' -> "h";
            case 'ŧ' -> "t";
            case 'þ' -> "th";
            case 'æ' -> "ae";
            case 'œ' -> "oe";
            default -> Character.toString(c);
        };
    }
}
