package org.earshot.common.auth;

import javax.sip.header.AuthorizationHeader;
import javax.sip.header.WWWAuthenticateHeader;

/// The parameters of a digest header as they were meant. Stateless.
final class DigestFields {
    /// More than any of ours; a peer's longest is a user name with a domain.
    private static final int LONGEST = 512;

    private DigestFields() {}

    /// @return "" if it is not there
    /// @throws MalformedCredentialsException if it is too long, or holds what no header may hold
    static String of(AuthorizationHeader header, String name) throws MalformedCredentialsException {
        return clean(name, header.getParameter(name));
    }

    /// As above, of a challenge.
    static String of(WWWAuthenticateHeader header, String name)
            throws MalformedCredentialsException {
        return clean(name, header.getParameter(name));
    }

    private static String clean(String name, String value) throws MalformedCredentialsException {
        if (value == null) {
            return "";
        }
        if (value.length() > LONGEST) {
            throw new MalformedCredentialsException(name + " is too long");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new MalformedCredentialsException(name + " has control characters");
        }
        return unquote(value);
    }

    /// RFC 7616 §3.4.1 `unq()`: the parser takes the quotes away, but leaves `\"` as it is.
    private static String unquote(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            out.append(value.charAt(i));
        }
        return out.toString();
    }
}
