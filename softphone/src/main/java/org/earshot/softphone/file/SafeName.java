package org.earshot.softphone.file;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Makes of whatever another phone calls a file a name that is one, in any folder of any system, and looks like what it is. Pure.
final class SafeName {
    private static final int MOST_BYTES =
            200; // 255 are allowed nearly everywhere; " (1000)" and a copy's name need some
    private static final int MOST_OF_ENDING = 24;
    private static final String NAMELESS = "file";

    /// Letters and signs that look like nothing: fillers of Hangul, and Braille without a dot.
    private static final String BLANK = "\u115F\u1160\u3164\uFFA0\u2800";

    // What Windows takes for devices, with any ending.
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(?:CON|PRN|AUX|NUL|CLOCK\\$|CONIN\\$|CONOUT\\$|(?:COM|LPT)[0-9¹²³])(?:[. ].*)?",
                    Pattern.CASE_INSENSITIVE);

    /// What Windows reads when it shows a folder.
    private static final Pattern OF_FOLDER =
            Pattern.compile("desktop\\.ini|autorun\\.inf|folder\\.htt", Pattern.CASE_INSENSITIVE);

    private SafeName() {}

    /// At most 200 bytes of UTF-8, none of them with a meaning for a file system or a shell, no character that can't be seen, and
    /// never empty.
    static String of(String offered) {
        int lastSlash = Math.max(offered.lastIndexOf('/'), offered.lastIndexOf('\\'));
        String name = visible(offered.substring(lastSlash + 1));
        name = Normalizer.normalize(name, Normalizer.Form.NFC).replaceAll(" {2,}", " ");
        name = trimmed(name);
        if (name.startsWith(".") || name.startsWith("-") || name.startsWith("~")) {
            name = "_" + name.substring(1); // hidden, an option, somebody's home
        }
        if (DEVICE.matcher(name).matches() || OF_FOLDER.matcher(name).matches()) {
            name = "_" + name;
        }
        name = trimmed(shortened(name));
        return name.isEmpty() || name.chars().allMatch(c -> c == '_' || c == '.') ? NAMELESS : name;
    }

    private static String visible(String name) {
        StringBuilder result = new StringBuilder(name.length());
        name.codePoints()
                .forEach(c -> {
                    if ("<>:\"|?*/\\\uFFFD".indexOf(c) >= 0) {
                        result.append('_');
                    } else if (Character.isWhitespace(c)
                            || Character.isSpaceChar(c)
                            || BLANK.indexOf(c) >= 0) {
                        result.append(' ');
                    } else if (isVisible(c)) {
                        result.appendCodePoint(c);
                    }
                });
        return result.toString();
    }

    /// No control characters, none that turn the direction of writing or have no width, no halves of characters, and nothing that is
    /// not assigned.
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    private static String trimmed(String name) {
        return name.replaceAll("^ +|[ .]+$", "");
    }

    private static String shortened(String name) {
        if (bytes(name) <= MOST_BYTES) {
            return name;
        }
        String ending = ending(name);
        int room = MOST_BYTES - bytes(ending);
        StringBuilder stem = new StringBuilder();
        int used = 0;
        for (int c : name.substring(0, name.length() - ending.length()).codePoints().toArray()) {
            used += bytes(Character.toString(c));
            if (used > room) {
                break;
            }
            stem.appendCodePoint(c);
        }
        String cut = trimmed(stem.toString());
        // the ending that is seen now must be none that it had not: "a.exe" of "a.exebbb…"
        return (ending.isEmpty() ? cut.replace('.', '_') : cut) + ending;
    }

    /// With its dot; empty where there is none, or it is too long for one.
    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot <= 0 ? "" : name.substring(dot);
        return bytes(ending) > MOST_OF_ENDING ? "" : ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// The name itself, then `name (2).txt` and so on.
    static String numbered(String safe, int number) {
        if (number == 1) {
            return safe;
        }
        String ending = ending(safe);
        return String.format(
                Locale.ROOT,
                "%s (%d)%s",
                safe.substring(0, safe.length() - ending.length()),
                number,
                ending);
    }

    /// For systems whose names know nothing else.
    static String ascii(String safe) {
        return safe.replaceAll("[^ -~]", "_");
    }
}
