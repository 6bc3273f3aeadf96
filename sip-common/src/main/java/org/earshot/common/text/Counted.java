package org.earshot.common.text;

/// A number and what is counted, in English: `1 record`, `2 records`, `0 records`.
public final class Counted {

    private Counted() {}

    /// Of what has an `s` when there are many.
    ///
    /// @param one such as `record`
    public static String of(long count, String one) {
        return of(count, one, one + "s");
    }

    /// Of anything.
    ///
    /// @param one such as `entry`
    /// @param many such as `entries`
    public static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
