package org.earshot.softphone.ua;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What somebody looks for in messages. Pure.
public final class SearchWords {
    private static final int MOST = 16;
    private static final int LONGEST = 100;

    private SearchWords() {}

    /// The words of what was typed, in lower case, each once; what is within another is left out.
    public static List<String> of(String typed) {
        List<String> words =
                Stream.of(typed.strip().split("\\s+", MOST + 1))
                        .limit(MOST)
                        .map(word -> word.length() <= LONGEST ? word : word.substring(0, LONGEST))
                        .map(SearchWords::folded)
                        .filter(word -> !word.isEmpty())
                        .distinct()
                        .toList();
        return words.stream()
                .filter(word ->
                        words.stream()
                                .noneMatch(other -> !other.equals(word) && other.contains(word)))
                .toList();
    }

    /// Whether a text contains all of them.
    ///
    /// @param words as [#of] gives them
    public static boolean areIn(String text, List<String> words) {
        String folded = folded(text);
        return words.stream().allMatch(folded::contains);
    }

    /// In the form in which texts are compared.
    public static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
