package org.earshot.common.auth;

import java.util.Arrays;
import java.util.List;
import javax.sip.header.UserAgentHeader;
import javax.sip.message.Request;

/// Phones that give up where SHA-256 is asked for, instead of answering the challenge that they understand
/// (RFC 3261 §22.3, RFC 8760 §2.4): they are shown MD5 alone. That header is believed because nothing is won by
/// a lie: whoever can change it on the way can as well take SHA-256 out of the challenges, and an account
/// without an MD5 password can't be used by MD5 in either case. It says nothing about accounts either.
///
/// @param beginnings how their `User-Agent` begins, in any case
public record Md5OnlyPhones(List<String> beginnings) {

    /// Everybody is asked for both.
    public static final Md5OnlyPhones NONE = new Md5OnlyPhones(List.of());

    public Md5OnlyPhones {
        beginnings = List.copyOf(beginnings);
    }

    /// What to ask the sender of a request for, the stronger first.
    List<DigestAlgorithm> algorithms(Request request) {
        return isOneOfThem(request)
                ? List.of(DigestAlgorithm.MD5)
                : Arrays.asList(DigestAlgorithm.values());
    }

    private boolean isOneOfThem(Request request) {
        if (!(request.getHeader(UserAgentHeader.NAME) instanceof UserAgentHeader header)) {
            return false;
        }
        String line = header.toString();
        String software = line.substring(line.indexOf(':') + 1).strip();
        return beginnings.stream()
                .anyMatch(start -> software.regionMatches(true, 0, start, 0, start.length()));
    }
}
