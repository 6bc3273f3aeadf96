package org.earshot.softphone.media.processing;

/// The pairs of tones that the keys of a telephone make (ITU-T Q.23): one of a low group for the row, one of a high group for the
/// column.
final class DigitTones {
    /// In Hz.
    private static final double[] LOW = {697, 770, 852, 941};

    private static final double[] HIGH = {1_209, 1_336, 1_477, 1_633};
    private static final String KEYS = "123A456B789C*0#D";

    static final int GROUP = LOW.length;

    private DigitTones() {}

    /// @param row 0..3
    static double low(int row) {
        return LOW[row];
    }

    /// @param column 0..3
    static double high(int column) {
        return HIGH[column];
    }

    static char key(int row, int column) {
        return KEYS.charAt(GROUP * row + column);
    }

    /// @return row times [#GROUP] plus column
    /// @throws IllegalArgumentException if there is no such key
    static int index(char key) {
        int index = KEYS.indexOf(key);
        if (index < 0) {
            throw new IllegalArgumentException("no key: '" + key + "'");
        }
        return index;
    }
}
