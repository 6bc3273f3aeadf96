package org.earshot.proxy.route;

import java.util.regex.Pattern;
import org.earshot.proxy.archive.review.LinearPattern;

/// Which numbers are meant: one (`+4930123450`), all that begin with something (`+49*`), or those that a regular expression
/// fits as a whole (`/\+49(151|152)[0-9]+/`, RE2's syntax, so that no number takes more than linear time). Immutable.
public final class NumberPattern {
    private static final Pattern PLAIN =
            Pattern.compile("\\+?[0-9#]{0,32}\\*?|\\*[0-9#]{1,32}\\*?");
    private static final int LONGEST = 200;

    private final String text;
    private final Kind kind;

    private sealed interface Kind {
        record Exact(String number) implements Kind {}

        record Prefix(String digits) implements Kind {}

        record Expression(LinearPattern compiled) implements Kind {}
    }

    private NumberPattern(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
    }

    /// @throws IllegalArgumentException that says what is wrong
    public static NumberPattern of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern has " + LONGEST + " characters at most");
        }
        if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
            String inner = text.substring(1, text.length() - 1);
            var _ = LinearPattern.of(inner); // alone, so that no bracket of it ends ours
            return new NumberPattern(
                    text, new Kind.Expression(LinearPattern.of("\\A(?:" + inner + ")\\z")));
        }
        if (text.isEmpty() || text.equals("+") || !PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is no pattern: write +4930123450, +49* for all that begin so, or /…/ for a regular expression");
        }
        return new NumberPattern(
                text,
                text.endsWith("*")
                        ? new Kind.Prefix(text.substring(0, text.length() - 1))
                        : new Kind.Exact(text));
    }

    /// @param number as a [NumberingPlan] made it
    public boolean matches(String number) {
        return switch (kind) {
            case Kind.Exact(String exact) -> exact.equals(number);
            case Kind.Prefix(String digits) -> number.startsWith(digits);
            case Kind.Expression(LinearPattern compiled) -> compiled.isIn(number);
        };
    }

    /// Whether it means one number only.
    public boolean isExact() {
        return kind instanceof Kind.Exact;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }
}
