package org.earshot.common.config;

import java.util.List;
import java.util.OptionalInt;

/// What somebody wrote for one key.
///
/// @param texts the scalars; one for a plain value, any number for a list
/// @param isList whether it was written as a list
/// @param origin where, for messages: `earshot.yaml, line 12` or `--set`
record ConfigValue(List<String> texts, boolean isList, String origin) {
    static final String LINE = ", line ";

    /// What stands among the texts of a list for a section, whose values have keys of their own; no YAML holds it.
    static final String SECTION = "\u0000section";

    ConfigValue {
        texts = List.copyOf(texts);
    }

    static ConfigValue plain(String text, String origin) {
        return new ConfigValue(List.of(text), false, origin);
    }

    /// `key:` with nothing after it, such as a section whose lines are all comments.
    static ConfigValue nothing(String origin) {
        return new ConfigValue(List.of(), false, origin);
    }

    boolean isNothing() {
        return texts.isEmpty() && !isList;
    }

    /// Whether it is a list of sections, perhaps without any.
    boolean isSections() {
        return isList && texts.stream().allMatch(SECTION::equals);
    }

    /// Where it stands in the file; empty for one that stands in none.
    OptionalInt line() {
        int at = origin.lastIndexOf(LINE);
        return at < 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(origin.substring(at + LINE.length())));
    }

    /// As it was written, short enough for a message.
    String shown() {
        List<String> plain =
                texts.stream().map(one -> one.equals(SECTION) ? "a section" : one).toList();
        String text = plain.size() != 1 ? plain.toString() : '"' + plain.getFirst() + '"';
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
