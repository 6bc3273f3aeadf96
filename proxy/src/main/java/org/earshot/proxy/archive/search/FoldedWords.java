package org.earshot.proxy.archive.search;

import java.util.List;

/// The words of a text as the search takes them: case, accents and compatibility forms make no difference. For whoever looks
/// for the same words elsewhere. Pure; never throws.
public final class FoldedWords {
    private FoldedWords() {}

    /// All of a text, in order; where a script has no spaces each character is one.
    public static List<String> in(String text) {
        return Words.in(text).stream().map(Unit::text).toList();
    }

    /// A text without such differences, and with all that is between its words.
    public static String fold(String text) {
        return Folding.fold(text);
    }
}
