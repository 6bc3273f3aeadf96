package org.earshot.server.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Knows programs by their first bytes, whatever their name is: ELF, Windows (MZ), Mach-O, Java classes, scripts (#!). Pure.
public final class ProgramInspector implements ContentInspector {
    private record Sign(String hex, String what) {}

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign("7f454c46", "a program (ELF)"),
                    new Sign("4d5a", "a program (Windows)"),
                    new Sign("5a4d", "a program (DOS)"),
                    new Sign("feedface", "a program (Mach-O)"),
                    new Sign("feedfacf", "a program (Mach-O)"),
                    new Sign("cefaedfe", "a program (Mach-O)"),
                    new Sign("cffaedfe", "a program (Mach-O)"),
                    // of Java classes too
                    new Sign("cafebabe", "a program (Mach-O or Java)"),
                    new Sign("4c0000000114020000000000c000000000000046", "a shortcut (Windows)"));

    /// Of Windows the head is so long, and has zeros.
    private static final int LONGEST = 64;

    private static final String BOM = "\uFEFF";

    @Override
    public Optional<String> objection(String name, Content content) throws IOException {
        return objection(content.open().readNBytes(LONGEST));
    }

    /// @param beginning at least [#LONGEST] bytes, or all that there are
    static Optional<String> objection(byte[] beginning) {
        byte[] first = Arrays.copyOf(beginning, Math.min(beginning.length, LONGEST));
        String hex = java.util.HexFormat.of().formatHex(first);
        for (Sign sign : SIGNS) {
            // two letters alone may begin a text as well
            if (hex.startsWith(sign.hex()) && (sign.hex().length() > 4 || hasZero(first))) {
                return Optional.of("it is " + sign.what());
            }
        }
        String text = new String(first, StandardCharsets.UTF_8);
        String start = text.startsWith(BOM) ? text.substring(1) : text;
        return start.startsWith("#!") ? Optional.of("it is a script") : Optional.empty();
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }
}
