package org.earshot.common.mime;

/// Numbers as bodies write them: digits only, no sign. Stateless.
public final class Digits {
    private Digits() {}

    /// Reads `1*DIGIT`, with white space around it.
    ///
    /// @param what to name in the error
    /// @param max the largest that is taken
    /// @return 0 to `max`
    /// @throws MalformedPayloadException if it is no number, or above `max`
    public static long parse(String what, String text, long max) throws MalformedPayloadException {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 18) {
            throw new MalformedPayloadException(what + " is no number");
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw new MalformedPayloadException(what + " is no number");
            }
            number = number * 10 + (c - '0');
        }
        if (number > max) {
            throw new MalformedPayloadException(what + " is too large");
        }
        return number;
    }
}
