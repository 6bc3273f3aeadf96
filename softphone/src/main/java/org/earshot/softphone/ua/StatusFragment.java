package org.earshot.softphone.ua;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body `message/sipfrag` (RFC 3420) of a NOTIFY that tells how a call goes that was asked for by REFER (RFC 3515
/// §2.4.5): a status line. Pure.
///
/// @param status 100–699
record StatusFragment(int status, String phrase) {
    private static final Pattern LINE =
            Pattern.compile("SIP/2\\.0[ \t]+([1-6][0-9]{2})(?:[ \t]+([^\r\n]{0,200})[^\r\n]*)?");

    /// @return empty if it begins with no status line
    static Optional<StatusFragment> parse(String body) {
        Matcher line = LINE.matcher(body);
        return line.lookingAt()
                ? Optional.of(
                        new StatusFragment(
                                Integer.parseInt(line.group(1)),
                                Optional.ofNullable(line.group(2)).orElse("").strip()))
                : Optional.empty();
    }

    boolean isFinal() {
        return status >= 200;
    }

    String text() {
        return "SIP/2.0 " + status + " " + phrase.replaceAll("\\p{Cntrl}", " ") + "\r\n";
    }
}
