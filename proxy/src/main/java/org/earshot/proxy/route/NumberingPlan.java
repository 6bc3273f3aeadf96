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
    private static final Pattern NUMBER = Pattern.compile("\\+[0-9]{1,32}|[0-9*#]{1,32}");
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

    /// However it is spelled, a number comes out the same, since a trunk may take `+49(0)900` and `+00490900` for `+49900`, and what a rule
    /// forbids must not be had by another spelling. The zero that some write after the country's code goes; other prefixes than zeros stay
    /// there, for national numbers may begin so (`8` in `+7812`).
    ///
    /// @param dialled as [#dialled] gives it
    /// @return a number with `+` where it can be told; else as it is, such as a short code. With `+0` it is none, see [#isPossible]
    public String normalised(String dialled) {
        if (isCode(dialled)) {
            return dialled;
        }
        if (dialled.startsWith("+")) {
            return '+' + withCountry(dialled.substring(1));
        }
        if (begins(dialled, international)) {
            return '+' + withCountry(dialled.substring(international.length()));
        }
        if (!country.isEmpty() && begins(dialled, national)) {
            return '+' + withoutZero(country + dialled.substring(national.length()));
        }
        return dialled;
    }

    /// Whether it is a code of `*` and `#`, which is no number of anybody.
    static boolean isCode(String dialled) {
        return dialled.indexOf('*') >= 0 || dialled.indexOf('#') >= 0;
    }

    /// No country's code begins with 0 (E.164 §6.2.1): who knows what a trunk makes of that.
    static boolean isPossible(String normalised) {
        return !normalised.startsWith("+0");
    }

    /// What stands behind the `+`, where somebody wrote a prefix there all the same.
    private String withCountry(String digits) {
        String rest = digits;
        while (international.startsWith("0") && begins(rest, international)) {
            rest = rest.substring(international.length());
        }
        if (!country.isEmpty() && national.startsWith("0") && begins(rest, national)) {
            rest = country + rest.substring(national.length());
        }
        return withoutZero(rest);
    }

    private String withoutZero(String digits) {
        String rest = digits;
        while (!country.isEmpty() && national.startsWith("0") && begins(rest, country + national)) {
            rest = country + rest.substring(country.length() + national.length());
        }
        return rest;
    }

    private static boolean begins(String dialled, String prefix) {
        return !prefix.isEmpty()
                && dialled.startsWith(prefix)
                && dialled.length() > prefix.length();
    }
}
