package org.earshot.common.login;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.util.encoders.Base32;

/// What an authenticator app would show.
public final class LoginCodes {
    private static final Pattern SECRET = Pattern.compile("secret=([A-Z2-7]+)&");

    private LoginCodes() {}

    /// @param uri the `otpauth://` address that it was given
    public static String of(String uri, Instant now) {
        Matcher secret = SECRET.matcher(uri);
        if (!secret.find()) {
            throw new IllegalArgumentException(uri);
        }
        return Totp.code(Base32.decode(secret.group(1)), Totp.step(now));
    }
}
