package org.earshot.proxy.archive.search;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The words of a text. Letters and digits that stand together are a word; whatever else is between them parts them, so
/// that `bob.mueller@example.org` is found by each of its four words, and a term of several words is looked for as a
/// phrase. Where a script has no spaces each character is found, and each two that stand together. Pure; never throws.
///
/// The rows of the table were made with these rules: a change of them is a new table.
final class Words {
    private static final Set<UnicodeScript> WITHOUT_SPACES =
            EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.BOPOMOFO,
                    // has spaces, but hangs particles on its words
                    UnicodeScript.HANGUL,
                    UnicodeScript.YI,
                    UnicodeScript.THAI,
                    UnicodeScript.LAO,
                    UnicodeScript.KHMER,
                    UnicodeScript.MYANMAR,
                    UnicodeScript.TIBETAN,
                    UnicodeScript.TAI_LE,
                    UnicodeScript.NEW_TAI_LUE,
                    UnicodeScript.TAI_THAM,
                    UnicodeScript.TAI_VIET,
                    UnicodeScript.JAVANESE,
                    UnicodeScript.BALINESE);

    private static final int LONG_VOWEL = 0x30FC; // of no script, and in every other Japanese word
    private static final int TATWEEL = 0x640; // makes an Arabic word longer, and no other

    private final List<Unit> units = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean afterCharacter;

    private Words() {}

    private enum Kind {
        WORD,
        CHARACTER,
        NOTHING,
        GAP
    }

    /// All of a text, in order.
    static List<Unit> in(String text) {
        Words words = new Words();
        String folded = Folding.fold(text);
        for (int i = 0; i < folded.length(); ) {
            int c = folded.codePointAt(i);
            i += Character.charCount(c);
            words.take(c);
        }
        words.endWord();
        return List.copyOf(words.units);
    }

    /// What a text with these is found by.
    static Set<String> tokens(List<Unit> units) {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < units.size(); i++) {
            tokens.add(units.get(i).text());
            if (units.get(i).joined()) {
                tokens.add(units.get(i - 1).text() + units.get(i).text());
            }
        }
        return tokens;
    }

    private void take(int c) {
        switch (kind(c)) {
            case WORD -> {
                afterCharacter = false;
                word.appendCodePoint(c);
            }
            case CHARACTER -> {
                endWord();
                units.add(new Unit(Character.toString(c), afterCharacter));
                afterCharacter = true;
            }
            case GAP -> {
                endWord();
                afterCharacter = false;
                if (Character.isExtendedPictographic(c)) {
                    units.add(new Unit(Character.toString(c), false));
                }
            }
            case NOTHING -> {}
        }
    }

    private void endWord() {
        if (!word.isEmpty()) {
            units.add(new Unit(word.toString(), false));
            word.setLength(0);
        }
    }

    private static Kind kind(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? Kind.WORD : Kind.GAP;
        }
        return switch (Character.getType(c)) {
            // invisible: a word that somebody has put one into is still that word
            case Character.FORMAT -> Kind.NOTHING;
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.DECIMAL_DIGIT_NUMBER ->
                    c == TATWEEL
                            ? Kind.NOTHING
                            : c == LONG_VOWEL || WITHOUT_SPACES.contains(UnicodeScript.of(c))
                                    ? Kind.CHARACTER
                                    : Kind.WORD;
            default -> Kind.GAP;
        };
    }
}
