package org.earshot.proxy.route;

import java.util.Optional;
import java.util.regex.Pattern;

/// How people dial here, made into E.164 (`+` and the country's code). Pure.
///
/// @param country code of the own country, such as `49`; "" where national numbers stay as they are
/// @param national what stands before a national number, such as `0`; may be ""
/// @param international what stands in place of the `+`, such as `00`; may be ""
public record NumberingPlan(String country, String national, String international) {
    private static final Pattern VISUAL = Pattern.compile("[-.()/ ]");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9*#]{1,32}");
    private static final Pattern CODE = Pattern.compile("[0-9]{0,4}");

    public NumberingPlan {
        if (!CODE.matcher(country).matches() || country.startsWith("0")) {
            throw new IllegalArgumentException("a country's code has digits alone: 49");
        }
        if (!CODE.matcher(national).matches() || !CODE.matcher(international).matches()) {
            throw new IllegalArgumentException("what is dialled first has 1 to 4 digits");
        }
    }

    /// What was dialled, without what only people read (RFC 3966 §5.1.1) and without parameters.
    ///
    /// @param user of a Request-URI
    /// @return empty if it is no number
    public static Optional<String> dialled(String user) {
        int end = user.indexOf(';');
        String text = VISUAL.matcher(end < 0 ? user : user.substring(0, end)).replaceAll("");
        return NUMBER.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /// @param dialled as [#dialled] gives it
    /// @return a number with `+` where it can be told; else as it is, such as a short code
    public String normalised(String dialled) {
        if (dialled.startsWith("+") || dialled.indexOf('*') >= 0 || dialled.indexOf('#') >= 0) {
            return dialled;
        }
        if (!international.isEmpty() && begins(dialled, international)) {
            return '+' + dialled.substring(international.length());
        }
        if (!national.isEmpty() && !country.isEmpty() && begins(dialled, national)) {
            return '+' + country + dialled.substring(national.length());
        }
        return dialled;
    }

    private static boolean begins(String dialled, String prefix) {
        return dialled.startsWith(prefix) && dialled.length() > prefix.length();
    }
}
