package org.earshot.proxy.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The same in HTML: each bracket with which a line could begin gets a backslash, also one that is written as a character
/// reference. Pure.
///
/// No attempt is made to understand the markup, which could be written to be misunderstood: whatever ends a tag, opens an
/// attribute's value or ends a line is taken for the beginning of a line. Some brackets more than needed get a backslash
/// so. What style sheets do, such as to hide or to cover, stays possible where a phone obeys them.
final class AuthorMarkup {
    /// A numeric reference, with or without its semicolon, or a named one.
    private static final Pattern REFERENCE =
            Pattern.compile("&(?:#(?:[xX]([0-9a-fA-F]{1,16})|([0-9]{1,20}));?|([a-zA-Z]{2,32});?)");

    /// Of HTML's names those of brackets that open, and of what is like one.
    private static final Pattern OPENING =
            Pattern.compile(
                    "(?i)lsqb|lbrack|lobrk|lbbrk|lbrk\\w*|lceil|lfloor|left\\w*(bracket|ceiling|floor)|sqsub\\w*|squaresubset\\w*|box\\w*|lang\\w*|lpar\\w*|loang|ltimes");

    private static final Pattern CLOSING =
            Pattern.compile(
                    "(?i)r(sqb|brack|obrk|bbrk|brk\\w*|ceil|floor)|right\\w*(bracket|ceiling|floor)");

    /// Text that may be shown in another order than it is written.
    private static final Pattern REORDERS =
            Pattern.compile(
                    "(?i)bdo|rtl|bidi|direction|transform|[\\u202A-\\u202E\\u2066-\\u2069\\u200F\\u061C]|&#x?0*(?:202[a-e]|206[6-9]|200f|61c|8234|8235|8236|8237|8238|8294|8295|8296|8297|8207|1564)|&rlm");

    private AuthorMarkup() {}

    /// HTML whose lines are its writer's alone.
    static String escaped(String html) {
        boolean everywhere = REORDERS.matcher(html).find();
        StringBuilder out = new StringBuilder(html.length() + 16);
        Matcher reference = REFERENCE.matcher(html);
        boolean begins = true;
        int unseen = 0;
        for (int i = 0; i < html.length(); ) {
            int c = html.codePointAt(i);
            int end = i + Character.charCount(c);
            Optional<Integer> meant = Optional.of(c);
            if (c == '&' && reference.region(i, html.length()).lookingAt()) {
                end = reference.end();
                meant = meant(reference);
            }
            if (meant.isEmpty() || AuthorLines.isUnseen(meant.get())) {
                // a name that is not known could be one that nobody sees
                begins = begins || (meant.isPresent() && AuthorLines.isEnd(meant.get()));
                begins = begins || ++unseen >= 16;
            } else {
                boolean opens = AuthorLines.opens(meant.get());
                if ((begins && opens)
                        || (everywhere && (opens || AuthorLines.closes(meant.get())))) {
                    out.append('\\');
                }
                begins = ">\"'=`".indexOf(meant.get()) >= 0;
                unseen = 0;
            }
            out.append(html, i, end);
            i = end;
        }
        return out.toString();
    }

    /// The character that is meant; empty for one whose name is not known.
    private static Optional<Integer> meant(Matcher reference) {
        if (reference.group(3) != null) {
            return switch (reference.group(3)) {
                case "amp", "lt", "quot", "apos" -> Optional.of((int) '&');
                case "gt" -> Optional.of((int) 'x');
                case String name when OPENING.matcher(name).matches() -> Optional.of((int) '[');
                case String name when CLOSING.matcher(name).matches() -> Optional.of((int) ']');
                default -> Optional.empty();
            };
        }
        boolean hex = reference.group(1) != null;
        String digits =
                (hex ? reference.group(1) : reference.group(2)).replaceFirst("^0+(?=.)", "");
        if (digits.length() > 7) {
            return Optional.of(0xFFFD);
        }
        int value = Integer.parseInt(digits, hex ? 16 : 10);
        return Optional.of(Character.isValidCodePoint(value) ? value : 0xFFFD);
    }
}
