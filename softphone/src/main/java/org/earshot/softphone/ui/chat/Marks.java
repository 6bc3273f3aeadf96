package org.earshot.softphone.ui.chat;

import java.util.ArrayList;
import java.util.List;

/// Where words that were looked for stand in a text. Pure.
final class Marks {
    private Marks() {}

    /// In the order of their beginnings; they may overlap.
    ///
    /// @param words in any case
    static List<TextSpan> in(String text, List<String> words) {
        List<TextSpan> spans = new ArrayList<>();
        if (words.isEmpty()) {
            return spans;
        }
        for (int at = 0; at < text.length(); at++) {
            for (String word : words) {
                if (!word.isEmpty() && text.regionMatches(true, at, word, 0, word.length())) {
                    spans.add(new TextSpan(at, at + word.length()));
                }
            }
        }
        return spans;
    }
}
