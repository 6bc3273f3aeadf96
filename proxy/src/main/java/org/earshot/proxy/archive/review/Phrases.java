package org.earshot.proxy.archive.review;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.proxy.archive.search.FoldedWords;

/// Phrases of whole words that a text may have; case and accents make no difference, nor does what stands between the words.
/// Immutable; does not print.
final class Phrases {
    /// The words of one phrase at most.
    static final int LONGEST = 32;

    private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

    /// @param typed as somebody wrote it
    private record Phrase(String typed, List<String> words) {}

    /// @throws IllegalArgumentException if one of them has no word, or too many
    Phrases(List<String> phrases) {
        for (String typed : phrases) {
            List<String> words = FoldedWords.in(typed);
            if (words.isEmpty()) {
                throw new IllegalArgumentException("there is no word in a line");
            }
            if (words.size() > LONGEST) {
                throw new IllegalArgumentException(
                        "a phrase of " + words.size() + " words: " + LONGEST + " at most");
            }
            byFirstWord
                    .computeIfAbsent(words.getFirst(), _ -> new ArrayList<>())
                    .add(new Phrase(typed, words));
        }
    }

    /// Those that a text has, as they were written.
    ///
    /// @param words of the text, folded
    List<String> in(List<String> words) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            for (Phrase phrase : byFirstWord.getOrDefault(words.get(i), List.of())) {
                int end = i + phrase.words().size();
                if (end <= words.size()
                        && !found.contains(phrase.typed())
                        && words.subList(i, end).equals(phrase.words())) {
                    found.add(phrase.typed());
                }
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "Phrases[" + byFirstWord.values().stream().mapToInt(List::size).sum() + "]";
    }
}
