package org.earshot.softphone.store;

/// Asks for texts that contain words, in any case. Pure.
final class WordsWithin {
    private WordsWithin() {}

    /// To follow a condition: so many more, with a place for [#pattern] each.
    static String of(String column, int words) {
        return (" AND " + column + " ILIKE ? ESCAPE '\\'").repeat(words);
    }

    /// A word as it is compared, with nothing in it that stands for anything else.
    static String pattern(String word) {
        return "%" + word.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
