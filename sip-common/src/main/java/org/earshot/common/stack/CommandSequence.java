package org.earshot.common.stack;

/// The value of a CSeq header field (RFC 3261 §20.16). Pure.
///
/// @param number below 2^31 (§8.1.1.5)
/// @param method a token, case-sensitive
record CommandSequence(long number, String method) {
    private static final long LARGEST = 0x7FFF_FFFFL;

    /// @return null if it is no such value
    static CommandSequence parse(String value) {
        int end = 0;
        while (end < value.length() && value.charAt(end) > ' ') {
            end++;
        }
        long number = Tokens.number(value.substring(0, end), LARGEST);
        String method = Tokens.trim(value, end);
        return number < 0 || !Tokens.isToken(method) ? null : new CommandSequence(number, method);
    }
}
