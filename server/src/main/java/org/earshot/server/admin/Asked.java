package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/// A command as it was understood, for the record. Holds no secrets: none can be given on a command line.
///
/// @param path its words, such as `user add`
/// @param names what stood behind them, without options
/// @param options them, with their values
record Asked(String path, CommandRule rule, List<String> names, List<String> options) {
    /// With one of these a command shows what was written, or whether a word was.
    static final Set<String> OF_CONTENT =
            Set.of("--content", "--words", "--words-stdin", "--context");

    /// What stands behind these is content itself.
    private static final Set<String> UNSAID = Set.of("--words");

    private static final Set<String> OF_NO_INTEREST =
            Set.of("--json", "--password-stdin", "--text-stdin", "--note-stdin");
    private static final int LONGEST = 512;

    /// @param leaf the last word's part of what was parsed
    /// @throws AdminException if nobody has said yet what the command does
    static Asked of(String path, CommandLine.ParseResult leaf) {
        CommandRule rule =
                CommandRule.of(path)
                        .orElseThrow(() ->
                                new AdminException(
                                        "\""
                                                + path
                                                + "\" has no rule that says who may, and what is recorded"));
        List<String> names = new ArrayList<>();
        leaf.matchedPositionals()
                .forEach(name ->
                        name.originalStringValues()
                                .forEach(text -> names.add(clean(text, LONGEST))));
        List<String> options = new ArrayList<>();
        boolean content = false;
        for (CommandLine.Model.OptionSpec option : leaf.matchedOptions()) {
            content |= OF_CONTENT.contains(option.longestName());
            if (!OF_NO_INTEREST.contains(option.longestName())) {
                options.add(rule.isDiscreet() ? option.longestName() : words(option));
            }
        }
        return new Asked(path, content ? rule.withContent() : rule, names, options);
    }

    private static String words(CommandLine.Model.OptionSpec option) {
        return option.typeInfo().isBoolean() || UNSAID.contains(option.longestName())
                ? option.longestName()
                : clean(
                        option.longestName()
                                + "="
                                + String.join(" ", option.originalStringValues()),
                        LONGEST);
    }

    /// With something more to say of it.
    Asked with(String detail) {
        List<String> more = new ArrayList<>(options);
        more.add(clean(detail, LONGEST));
        return new Asked(path, rule, names, more);
    }

    /// Whom or what it is about.
    Optional<String> subject() {
        return names.stream().findFirst();
    }

    /// What else was asked for.
    List<String> details() {
        List<String> details =
                new ArrayList<>(names.subList(Math.min(1, names.size()), names.size()));
        details.addAll(options);
        return details;
    }

    /// Fit for the record: bounded, without control characters and halves of characters.
    static String clean(String text, int longest) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF) ? '?' : c)
                .forEach(clean::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? clean + "…" : clean.toString();
    }
}
