package org.earshot.softphone.media.ice;

import java.util.random.RandomGenerator;

/// With what checks show that they come from the other side of this call (RFC 8445 §5.3). Travel in SDP.
///
/// @param fragment of a user name, 4–256 ice-chars
/// @param password 22–256 ice-chars
public record IceCredentials(String fragment, String password) {
    private static final String CHARS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int FRAGMENT_CHARS = 8;
    private static final int PASSWORD_CHARS = 24;

    /// Checks the lengths (RFC 8839 §5.4).
    ///
    /// @throws IllegalArgumentException if one is too short or too long, or of other characters
    public IceCredentials {
        if (!fragment.matches("[A-Za-z0-9+/]{4,256}")
                || !password.matches("[A-Za-z0-9+/]{22,256}")) {
            throw new IllegalArgumentException("no ICE credentials");
        }
    }

    /// New ones, of 48 and 144 random bits.
    ///
    /// @param random one that can't be foretold
    public static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(text(FRAGMENT_CHARS, random), text(PASSWORD_CHARS, random));
    }

    private static String text(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(CHARS.charAt(random.nextInt(CHARS.length())));
        }
        return text.toString();
    }

    /// Without the password.
    @Override
    public String toString() {
        return "IceCredentials[" + fragment + "]";
    }
}
