package org.earshot.proxy.archive.review;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.earshot.common.text.Counted;
import org.earshot.proxy.archive.search.FoldedWords;

/// What messages are searched for. A line is a phrase, or a pattern between two `/`. A pattern is looked for in the text as it is,
/// in small letters, and without accents: one in small letters finds all. Immutable; does not print.
public final class Lexicon implements Picks {
    /// The lines of one at most.
    public static final int MOST_LINES = 500;

    /// The characters of one at most.
    public static final int LONGEST = 32_000;

    /// All patterns of one together have so many steps for each character of a text at most.
    static final int LARGEST = 2000;

    /// So many steps at most for one text: about three seconds. What is longer is for people to look at.
    static final long MOST_STEPS = 40_000_000;

    /// A text as it is, in small letters, and folded.
    private static final int FORMS = 3;

    private final List<String> lines;
    private final Phrases phrases;
    private final List<Pattern> patterns;
    private final int size;

    /// @param typed with its slashes
    private record Pattern(String typed, LinearPattern compiled) {}

    /// What a text has of it.
    ///
    /// @param lines as they were written
    /// @param whole whether all of the text was looked at
    public record Hits(List<String> lines, boolean whole) {
        /// Whether somebody has to look: also at what is too long to be searched, else that would be the way around.
        public boolean any() {
            return !lines.isEmpty() || !whole;
        }
    }

    private Lexicon(List<String> lines) {
        this.lines = List.copyOf(lines);
        phrases = new Phrases(lines.stream().filter(line -> !isPattern(line)).toList());
        patterns =
                lines.stream()
                        .filter(Lexicon::isPattern)
                        .map(line ->
                                new Pattern(
                                        line,
                                        LinearPattern.of(line.substring(1, line.length() - 1))))
                        .toList();
        size = patterns.stream().mapToInt(pattern -> pattern.compiled().size()).sum();
        if (size > LARGEST) {
            throw new IllegalArgumentException(
                    "patterns of " + size + " steps together: " + LARGEST + " at most");
        }
    }

    private static boolean isPattern(String line) {
        return line.length() > 2 && line.startsWith("/") && line.endsWith("/");
    }

    /// Reads lines; empty ones are left out.
    ///
    /// @throws IllegalArgumentException that says in which line what is wrong
    public static Lexicon parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("more than " + LONGEST + " characters");
        }
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).distinct().toList();
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw new IllegalArgumentException(
                    lines.size() + " lines: 1 to " + MOST_LINES + " phrases or /patterns/");
        }
        for (int i = 0; i < lines.size(); i++) {
            try {
                new Lexicon(lines.subList(i, i + 1));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new Lexicon(lines);
    }

    /// What [#parse] reads.
    public String text() {
        return String.join("\n", lines);
    }

    /// Looks for all of it. In proportion to the text, up to [#MOST_STEPS].
    public Hits in(String text) {
        List<String> found = new ArrayList<>(phrases.in(FoldedWords.in(text)));
        if (patterns.isEmpty()) {
            return new Hits(found, true);
        }
        long longest = MOST_STEPS / size / FORMS;
        boolean whole = text.length() <= longest;
        String looked = whole ? text : text.substring(0, (int) longest);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(looked);
        forms.add(looked.toLowerCase(Locale.ROOT));
        forms.add(FoldedWords.fold(looked));
        for (Pattern pattern : patterns) {
            if (forms.stream().anyMatch(pattern.compiled()::isIn)) {
                found.add(pattern.typed());
            }
        }
        return new Hits(found, whole);
    }

    @Override
    public String words() {
        return Counted.of(lines.size() - patterns.size(), "phrase")
                + ", "
                + Counted.of(patterns.size(), "pattern");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lexicon lexicon && lexicon.lines.equals(lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    /// Without the words.
    @Override
    public String toString() {
        return "Lexicon[" + words() + "]";
    }
}
