package org.earshot.common.file;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which names of files are those of programs: for the phone, which refuses them, and for the server's file store. Pure.
public final class ExecutableNames {
    /// How names end that a double click would run, on some system: in lower case, without a dot.
    public static final Set<String> ENDINGS =
            Set.of(
                    "app",
                    "appimage",
                    "application",
                    "bat",
                    "cmd",
                    "com",
                    "command",
                    "cpl",
                    "desktop",
                    "dll",
                    "exe",
                    "gadget",
                    "hta",
                    "inf",
                    "jar",
                    "js",
                    "jse",
                    "lnk",
                    "msc",
                    "msi",
                    "msp",
                    "pif",
                    "ps1",
                    "reg",
                    "run",
                    "scf",
                    "scr",
                    "sh",
                    "sys",
                    "url",
                    "vb",
                    "vbe",
                    "vbs",
                    "ws",
                    "wsc",
                    "wsf",
                    "wsh");

    private ExecutableNames() {}

    /// Why a name is refused, in words for whoever sends it; empty: it is not.
    ///
    /// @param refused how names must not end, in lower case and without a dot
    public static Optional<String> objection(String name, Set<String> refused) {
        String ending = ending(name);
        return refused.contains(ending)
                ? Optional.of("files that end in ." + ending + " are not allowed")
                : Optional.empty();
    }

    /// How a name ends, in lower case and without a dot; "" where it has no ending. As the system would see it that is least strict:
    /// characters that nobody sees, and dots and spaces at the end, don't count, nor what follows a colon (a stream of NTFS).
    public static String ending(String name) {
        String seen = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "");
        String last = seen.substring(Math.max(seen.lastIndexOf('/'), seen.lastIndexOf('\\')) + 1);
        String plain = last.replaceFirst("(?<=[^:]):.*$", "").replaceFirst("[.\\s\\p{Z}]+$", "");
        return plain.indexOf('.') < 0
                ? ""
                : plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
