package org.earshot.softphone.ua;

import java.util.Locale;
import java.util.regex.Pattern;
import org.earshot.common.address.AddressOfRecord;

/// Addresses as people type them.
final class SipUris {
    private static final Pattern TYPED =
            Pattern.compile("(?i)(?:(sips?):)?([^@\\s<>\"]+)@([^@\\s<>\";?/]+)");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._~!$&'()*+,=-]+");

    private SipUris() {}

    /// `sip:alice@example.org` or `alice@example.org`.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    static AddressOfRecord addressOfRecord(String typed) {
        var match = TYPED.matcher(typed.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\"" + typed + "\" is not an address like sip:name@example.org");
        }
        String user = match.group(2);
        int password = user.indexOf(':');
        String host = match.group(3).toLowerCase(Locale.ROOT);
        return new AddressOfRecord(
                unescape(password < 0 ? user : user.substring(0, password)), withoutPort(host));
    }

    /// One text for all the ways to write a URI: the address-of-record, where it names one.
    static String canonical(String uri) {
        try {
            return AddressOfRecord.of(Fields.uri(uri)).map(AddressOfRecord::toString).orElse(uri);
        } catch (IllegalArgumentException _) {
            return uri.toLowerCase(Locale.ROOT);
        }
    }

    /// Who is meant at whatever host, as it stands in the URI; "" for whoever is there.
    static String userOf(String uri) {
        int at = uri.lastIndexOf('@');
        return at < 0 ? "" : uri.substring(uri.indexOf(':') + 1, at);
    }

    /// Whether it is a whole SIP address, not only a name.
    static boolean isAddress(String text) {
        return text.regionMatches(true, 0, "sip", 0, 3) && TYPED.matcher(text).matches();
    }

    /// Makes a URI to call or write to out of what somebody typed: a name alone is one in our own domain.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    static String target(String typed, String ownDomain) {
        String text = typed.strip();
        if (TYPED.matcher(text).matches()) {
            return text.regionMatches(true, 0, "sip", 0, 3) && text.indexOf(':') > 0
                    ? text
                    : "sip:" + text;
        }
        String user = text.regionMatches(true, 0, "sip:", 0, 4) ? text.substring(4) : text;
        if (NAME.matcher(user).matches()) {
            return new AddressOfRecord(user, ownDomain).toString();
        }
        throw new IllegalArgumentException(
                "\"" + typed + "\" is not an address like sip:name@example.org");
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static String unescape(String user) {
        if (user.indexOf('%') < 0) {
            return user;
        }
        try {
            return java.net.URLDecoder.decode(
                    user.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + user + "\" is not a name", e);
        }
    }
}
