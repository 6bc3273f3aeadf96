package org.earshot.common.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Knows programs by their first bytes, whatever their name is: ELF, Windows (MZ), Mach-O, Java classes, scripts (#!); for the server's
/// file store, which lets none in, and for the phone, which looks too. Pure.
public final class ProgramBytes {
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

    /// How many of a file's bytes are enough: of Windows the head is so long, and has zeros.
    public static final int LONGEST = 64;

    private static final String BOM = "\uFEFF";

    private ProgramBytes() {}

    /// Why a file is not let in, in words for its sender; empty: it is no program.
    ///
    /// @param beginning at least [#LONGEST] bytes, or all that there are
    public static Optional<String> objection(byte[] beginning) {
        byte[] first = Arrays.copyOf(beginning, Math.min(beginning.length, LONGEST));
        String hex = HexFormat.of().formatHex(first);
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
