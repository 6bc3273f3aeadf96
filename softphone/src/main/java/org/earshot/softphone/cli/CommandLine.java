package org.earshot.softphone.cli;

import java.util.List;

/// One line that somebody typed: `@TAG command argument…`. Pure.
///
/// @param tag "" for none; comes back in every event that the command causes
/// @param name in lower case, "" for an empty line
/// @param rest what follows the name
record CommandLine(String tag, String name, String rest) {

    static CommandLine parse(String line) {
        String text = line.strip();
        String tag = "";
        if (text.startsWith("@")) {
            List<String> parts = split(text);
            tag = parts.getFirst().substring(1);
            text = parts.getLast();
        }
        List<String> parts = split(text);
        return new CommandLine(
                tag, parts.getFirst().toLowerCase(java.util.Locale.ROOT), parts.getLast());
    }

    /// The first argument and what follows it, which may be "".
    List<String> firstAndRest() {
        return split(rest);
    }

    private static List<String> split(String text) {
        int space = 0;
        while (space < text.length() && !Character.isWhitespace(text.charAt(space))) {
            space++;
        }
        return List.of(text.substring(0, space), text.substring(space).strip());
    }
}
