package org.earshot.common.file.archive;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/// What holds other files, or one that is compressed, by its first bytes. Pure.
enum ArchiveKind {
    /// Also what is one under another name: documents of office programs, books, packages.
    ZIP("504b0304 504b0506"),
    SEVEN_Z("377abcaf271c"),
    GZIP("1f8b08"),
    BZIP2("425a68"),
    XZ("fd377a585a00"),
    /// By its magic at 257 (POSIX 1003.1), or by its name.
    TAR(""),
    RAR("526172211a07"),
    ZSTANDARD("28b52ffd"),
    CABINET("4d534346"),
    /// None, or none that is known.
    NONE("");

    /// So many first bytes tell.
    static final int BEGINNING = 512;

    private static final int MAGIC_OF_TAR = 257;

    /// Its first bytes in hex; several where spaces are between.
    private final String signs;

    ArchiveKind(String signs) {
        this.signs = signs;
    }

    /// @param beginning [#BEGINNING] bytes, or all that there are
    static ArchiveKind of(String name, byte[] beginning) {
        String hex = HexFormat.of().formatHex(beginning, 0, Math.min(beginning.length, 8));
        for (ArchiveKind kind : values()) {
            for (String sign : kind.signs.split(" ", -1)) {
                if (!sign.isEmpty() && hex.startsWith(sign)) {
                    return kind;
                }
            }
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (isTar(beginning) || (beginning.length == BEGINNING && lower.endsWith(".tar"))) {
            return TAR;
        }
        // programs find the end of it, whatever stands before
        return lower.endsWith(".zip") ? ZIP : NONE;
    }

    private static boolean isTar(byte[] beginning) {
        return beginning.length == BEGINNING
                && new String(beginning, MAGIC_OF_TAR, 5, StandardCharsets.US_ASCII)
                        .equals("ustar");
    }

    /// Whether it can be looked into here.
    boolean isReadable() {
        return this != RAR && this != ZSTANDARD && this != CABINET;
    }
}
