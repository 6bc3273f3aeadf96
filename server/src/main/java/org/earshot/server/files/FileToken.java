package org.earshot.server.files;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// What stands for a file in its URL: 128 random bits, as 32 lower-case hex digits. Kept nowhere but in the messages that announce it, which are
/// sealed: so an administrator who gives somebody another password still does not know which files there are for them. It opens nothing alone. Not
/// printed.
///
/// @param text the digits
record FileToken(String text) {
    static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");

    /// A new one.
    static FileToken random(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new FileToken(HexFormat.of().formatHex(bytes));
    }

    /// Reads what may be one.
    static Optional<FileToken> of(String text) {
        return DIGITS.matcher(text).matches() ? Optional.of(new FileToken(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "FileToken";
    }
}
