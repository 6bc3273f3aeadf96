package org.earshot.server.token;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.db.Columns;

/// What makes a token good: 256 bits that nobody can guess, so that a plain hash of it is safe to keep. It begins with a word by which
/// programs find secrets that were left somewhere.
///
/// @param text as it is shown once, and stands behind `Bearer`
public record TokenSecret(String text) {
    private static final int BYTES = 32;
    private static final String PREFIX = "earshot_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    static TokenSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new TokenSecret(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What somebody has sent; empty if it can't be one.
    static Optional<TokenSecret> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new TokenSecret(text)) : Optional.empty();
    }

    /// What is kept of it: SHA-256.
    byte[] hash() {
        return Columns.sha256(text);
    }

    @Override
    public String toString() {
        return "TokenSecret";
    }
}
