package org.earshot.softphone.ua;

import java.util.Locale;

/// Sizes of files in words. Pure.
public final class FileSize {
    private static final long KILO = 1_000;
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    /// From here on the next unit says it, where there are no tenths.
    private static final long WHOLE = 10 * KILO;

    private FileSize() {}

    /// `0 bytes`, `999 bytes`, `1.0 kB`, `25 MB`: powers of ten, as on the boxes of disks.
    public static String words(long bytes) {
        if (bytes < KILO) {
            return bytes + " bytes";
        }
        return scaled(bytes, KILO, 10);
    }

    /// `999 B`, `1000 B`, `2500 kB`, `25 MB`: without tenths, so that it is read in the same way whatever language the reader has.
    public static String whole(long bytes) {
        if (bytes < WHOLE) {
            return bytes + " B";
        }
        return scaled(bytes, WHOLE, 0);
    }

    /// @param next from here on the next unit says it
    /// @param tenths below this there are tenths
    private static String scaled(long bytes, long next, double tenths) {
        double value = bytes;
        int unit = -1;
        while (value >= next && unit < UNITS.length - 1) {
            value /= KILO;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < tenths ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }
}
