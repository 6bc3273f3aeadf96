package org.earshot.common.file.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// What holds other files, or one that is compressed, by its first bytes. Pure.
enum ArchiveKind {
    /// Also what is one under another name: documents of office programs, books, packages.
    ZIP("504b0304 504b0506"),
    SEVEN_Z("377abcaf271c"),
    GZIP("1f8b08"),
    BZIP2("425a68"),
    XZ("fd377a585a00"),
    /// By its magic at 257 (POSIX 1003.1), by the sum of its head, or by its name.
    TAR(""),
    RAR("526172211a07"),
    ZSTANDARD("28b52ffd"),
    CABINET("4d534346"),
    LZ4("04224d18"),
    LZIP("4c5a4950"),
    COMPRESS("1f9d"),
    AR("213c617263683e0a"),
    CPIO("303730373031 303730373032 303730373037"),
    RPM("edabeedb"),
    XAR("78617221"),
    WIM("4d5357494d000000"),
    VHDX("7668647866696c65"),
    SQUASHFS("68737173"),
    /// None, or none that is known.
    NONE("");

    /// So many first bytes tell.
    static final int BEGINNING = 512;

    private static final int MAGIC_OF_TAR = 257;
    private static final int AT_SUM = 148;
    private static final int SUM = 8; // digits, and blanks

    /// Its first bytes in hex; several where spaces are between.
    private final String signs;

    ArchiveKind(String signs) {
        this.signs = signs;
    }

    /// What it is most likely.
    ///
    /// @param beginning [#BEGINNING] bytes, or all that there are
    static ArchiveKind of(String name, byte[] beginning) {
        return all(name, beginning).stream().findFirst().orElse(NONE);
    }

    /// All that it may be, the likeliest first: the first entry of a tar may have a name that begins as another kind does.
    ///
    /// @param beginning [#BEGINNING] bytes, or all that there are
    static List<ArchiveKind> all(String name, byte[] beginning) {
        String hex = HexFormat.of().formatHex(beginning, 0, Math.min(beginning.length, 8));
        List<ArchiveKind> found = new ArrayList<>();
        for (ArchiveKind kind : values()) {
            if (Arrays.stream(kind.signs.split(" ", -1))
                    .anyMatch(sign -> !sign.isEmpty() && hex.startsWith(sign))) {
                found.add(kind);
            }
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (isTar(beginning)
                || (found.isEmpty() && beginning.length == BEGINNING && lower.endsWith(".tar"))) {
            found.add(TAR);
        }
        if (found.isEmpty() && lower.endsWith(".zip")) {
            found.add(ZIP); // programs find the end of it, whatever stands before
        }
        return found;
    }

    private static boolean isTar(byte[] beginning) {
        return beginning.length == BEGINNING
                && (new String(beginning, MAGIC_OF_TAR, 5, StandardCharsets.US_ASCII)
                                .equals("ustar")
                        || isSum(beginning));
    }

    /// Whether it says the sum of its bytes, where blanks stand for what says it.
    private static boolean isSum(byte[] head) {
        String said = new String(head, AT_SUM, SUM, StandardCharsets.ISO_8859_1);
        if (!said.matches(" {0,7}[0-7]{1,8}[ \\x00]*")) {
            return false;
        }
        int sum = SUM * ' ';
        for (int i = 0; i < head.length; i++) {
            sum += i < AT_SUM || i >= AT_SUM + SUM ? head[i] & 0xFF : 0;
        }
        return sum == Integer.parseInt(said.replaceAll("[ \\x00]", ""), 8);
    }

    /// Whether it can be looked into here.
    boolean isReadable() {
        return switch (this) {
            case ZIP, SEVEN_Z, GZIP, BZIP2, XZ, TAR -> true;
            default -> false;
        };
    }

    /// Whether its entries may lie in it as they are.
    boolean holdsOthers() {
        return this == ZIP || this == SEVEN_Z || this == TAR;
    }
}
