package org.earshot.softphone.contactfile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Addresses as they stand in files of other programs. Pure.
final class SipAddress {
    private static final int LONGEST = 330;
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?i)(?:(?:sips?|mailto):)?([\\p{L}\\p{N}._~!$&'()*+,=%-]++)(?::[^@/\\s]*+)?@([\\p{L}\\p{N}.-]++|\\[[0-9a-f:.]++])(?::[0-9]{1,5})?(?:[;?].*+)?");

    private SipAddress() {}

    /// As `sip:user@host`; none where it is no such address, or is one of another kind, such as `tel:`.
    static Stream<String> stream(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST) {
            return Stream.empty();
        }
        Matcher match = ADDRESS.matcher(stripped);
        return match.matches()
                ? Stream.of("sip:" + match.group(1) + "@" + match.group(2).toLowerCase(Locale.ROOT))
                : Stream.empty();
    }
}
