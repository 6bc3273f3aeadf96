package org.earshot.common.stack;

import org.earshot.common.stack.MessageReader.Refusal;

/// The outer shape of addresses and URIs, where the RI is laxer than RFC 3261 §25.1 and a lax reading
/// means another target. Pure.
final class AddressSyntax {
    private AddressSyntax() {}

    /// A header field of `name-addr` and `addr-spec`: quotes and angle brackets in pairs, no white space
    /// within brackets, no `?` in a URI that has none around it (§20.10).
    static void checkField(RawMessage.Field field) throws Refusal {
        String value = field.value();
        boolean quoted = false;
        boolean within = false;
        boolean bracketed = false; // somewhere in this element of the list
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            boolean bad =
                    switch (c) {
                        case '<' -> within;
                        case '>' -> !within;
                        case ' ', '\t' -> within;
                        case '?' -> !within && !bracketed;
                        default -> false;
                    };
            if (bad) {
                throw new Refusal("Bad " + field.name().text());
            }
            switch (c) {
                case '"' -> quoted = true;
                case '<' -> {
                    within = true;
                    bracketed = true;
                }
                case '>' -> within = false;
                case ',' -> bracketed = within && bracketed;
                default -> {}
            }
        }
        if (quoted || within) {
            throw new Refusal("Unterminated quote in " + field.name().text());
        }
    }

    /// A SIP URI's host and port: IPv6 only in brackets, since without them its end can't be told from a
    /// port (RFC 5118 §4.2); the port a number that a port can be.
    static void checkUri(String uri) throws Refusal {
        boolean sip = uri.regionMatches(true, 0, "sip:", 0, 4);
        if (!sip && !uri.regionMatches(true, 0, "sips:", 0, 5)) {
            return;
        }
        int start = Math.max(uri.lastIndexOf('@') + 1, sip ? 4 : 5);
        int end = start;
        while (end < uri.length() && uri.charAt(end) != ';' && uri.charAt(end) != '?') {
            end++;
        }
        int hostEnd = start < end && uri.charAt(start) == '[' ? uri.indexOf(']', start) + 1 : start;
        while (hostEnd < end && uri.charAt(hostEnd) != ':') {
            hostEnd++;
        }
        boolean bad = hostEnd == start;
        if (hostEnd < end) {
            bad |= Tokens.number(uri.substring(hostEnd + 1, end), 65_535) < 0;
        }
        if (bad) {
            throw new Refusal("Bad Request-URI");
        }
    }
}
