package org.earshot.softphone.ua;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A key in the body of an INFO: `Signal=5` (dtmf-relay) or `5` (dtmf). Pure.
final class InfoDigits {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?i)\\s*(?:signal\\s*=\\s*)?([0-9*#a-d])\\s*(?:\\R.*)?", Pattern.DOTALL);

    private InfoDigits() {}

    static Optional<Character> in(String body) {
        if (body.length() > 200) {
            return Optional.empty();
        }
        Matcher match = FORM.matcher(body);
        return match.matches()
                ? Optional.of(match.group(1).toUpperCase(Locale.ROOT).charAt(0))
                : Optional.empty();
    }
}
