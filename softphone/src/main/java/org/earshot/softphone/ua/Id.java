package org.earshot.softphone.ua;

/// The number of a call or a message: no two of one phone's run have the same.
public record Id(long value) {

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException if it is no number
    public static Id parse(String text) {
        try {
            return new Id(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no id: " + text, e);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
