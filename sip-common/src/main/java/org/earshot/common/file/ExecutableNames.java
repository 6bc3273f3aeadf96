package org.earshot.common.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which names of files are those of programs: for the phone, which refuses them, and for the server's file store. Pure.
public final class ExecutableNames {
    /// How names end that a double click would run, on some system: in lower case, without a dot.
    public static final Set<String> ENDINGS =
            Set.of(
                    "app",
                    "appimage",
                    "appinstaller",
                    "application",
                    "appref-ms",
                    "appx",
                    "appxbundle",
                    "bash",
                    "bat",
                    "chm",
                    "cmd",
                    "com",
                    "command",
                    "cpl",
                    "csh",
                    "deb",
                    "deskthemepack",
                    "desktop",
                    "diagcab",
                    "diagcfg",
                    "diagpkg",
                    "dll",
                    "exe",
                    "flatpakref",
                    "gadget",
                    "hlp",
                    "hta",
                    "inf",
                    "jar",
                    "jnlp",
                    "js",
                    "jse",
                    "ksh",
                    "library-ms",
                    "lnk",
                    "mpkg",
                    "msc",
                    "msi",
                    "msix",
                    "msixbundle",
                    "msp",
                    "mst",
                    "msu",
                    "nsh",
                    "pif",
                    "pkg",
                    "ps1",
                    "ps1xml",
                    "psc1",
                    "psd1",
                    "psm1",
                    "py",
                    "pyw",
                    "pyz",
                    "pyzw",
                    "reg",
                    "rpm",
                    "run",
                    "scf",
                    "scr",
                    "sct",
                    "search-ms",
                    "searchconnector-ms",
                    "settingcontent-ms",
                    "sh",
                    "shb",
                    "shs",
                    "sys",
                    "theme",
                    "themepack",
                    "url",
                    "vb",
                    "vbe",
                    "vbs",
                    "vxd",
                    "website",
                    "workflow",
                    "ws",
                    "wsc",
                    "wsf",
                    "wsh",
                    "xbap",
                    "xll",
                    "zsh");

    private ExecutableNames() {}

    /// Why a name is refused, in words for whoever sends it; empty: it is not.
    ///
    /// @param refused how names must not end, in lower case and without a dot
    public static Optional<String> objection(String name, Set<String> refused) {
        String seen = seen(name);
        // what follows a colon is a stream on NTFS, and a part of the name elsewhere
        return Stream.concat(Stream.of(seen), Arrays.stream(seen.split(":", -1)))
                .map(ExecutableNames::ending)
                .filter(refused::contains)
                .findFirst()
                .map(ending -> "files that end in ." + ending + " are not allowed");
    }

    /// Without a folder, and without what nobody sees: control and format characters, halves of characters, and what is for private use or not
    /// assigned. A system that leaves these out makes another ending of it.
    private static String seen(String name) {
        String seen = name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "");
        return seen.substring(Math.max(seen.lastIndexOf('/'), seen.lastIndexOf('\\')) + 1);
    }

    /// How it ends, in lower case and without a dot; "" where it has no ending. Dots and spaces at the end don't count.
    private static String ending(String seen) {
        String plain = seen.replaceFirst("[.\\s\\p{Z}]+$", "");
        return plain.indexOf('.') < 0
                ? ""
                : plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
