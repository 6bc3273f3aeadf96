package org.earshot.proxy.archive.review;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A pattern that takes time in proportion to the text, whatever its author and that of the text think of: RE2's syntax,
/// without back references and looking around, and without `(?i)`: RE2/J 1.8 does not come back from folding the cases of some
/// ranges on this JDK. Immutable; does not print.
public final class LinearPattern {
    /// The longest pattern, in characters.
    static final int LONGEST = 1000;

    /// So many steps of the automaton at most for each character of the text.
    static final int LARGEST = 1000;

    /// RE2/J multiplies counted repetitions out before anything can measure them: `((a{1000}){1000}){1000}` takes all
    /// memory. So they are multiplied here first.
    private static final long LARGEST_EXPANDED = 200_000;

    private static final java.util.regex.Pattern COUNTED =
            java.util.regex.Pattern.compile("(.?)\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

    private static final java.util.regex.Pattern FOLDING =
            java.util.regex.Pattern.compile("\\(\\?[A-Za-z-]*i");

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /// @throws IllegalArgumentException that says what is wrong
    public static LinearPattern of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a pattern has " + LONGEST + " characters at most, not " + text.length());
        }
        if (FOLDING.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "(?i) is not needed: a pattern in small letters finds capitals too");
        }
        if (expanded(text) > LARGEST_EXPANDED) {
            throw new IllegalArgumentException(
                    "the counted repetitions of a pattern make it too large");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(text, Pattern.MULTILINE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "not a pattern: " + e.getDescription() + ": " + e.getPattern());
        } catch (RuntimeException | StackOverflowError e) {
            // the library has no other way to say that it gives up
            throw new IllegalArgumentException("not a pattern");
        }
        if (pattern.programSize() > LARGEST) {
            throw new IllegalArgumentException(
                    "a pattern of "
                            + pattern.programSize()
                            + " steps is too large: "
                            + LARGEST
                            + " at most");
        }
        return new LinearPattern(pattern);
    }

    /// No less than the number of steps it is going to have. Counts can only multiply each other where a group is
    /// repeated, so behind a `)`; of the others the largest counts once.
    private static long expanded(String text) {
        long groups = 1;
        long single = 1;
        java.util.regex.Matcher counted = COUNTED.matcher(text);
        for (int at = 0; counted.find(at); at = counted.start(2)) {
            long count = Math.max(1, Long.parseLong(counted.group(2)));
            if (counted.group(3) != null && !counted.group(3).isEmpty()) {
                count = Math.max(count, Long.parseLong(counted.group(3)));
            }
            if (counted.group(1).equals(")") || counted.group(1).equals("}")) {
                groups = Math.min(groups * count, LARGEST_EXPANDED + 1);
            } else {
                single = Math.max(single, count);
            }
        }
        return text.length() * groups * single;
    }

    /// How many steps it takes for each character at most.
    int size() {
        return pattern.programSize();
    }

    /// Whether it is anywhere in a text.
    public boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    @Override
    public String toString() {
        return "LinearPattern[" + size() + " steps]";
    }
}
