package org.earshot.server.admin;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a phone is behind a NAT: it names another address in its Contact than the one from which it comes (RFC 3261 §18.2.1 sees it in the same way). A name
/// in a Contact, as browsers send one that leads nowhere (RFC 7118 §5), says nothing. Pure.
final class BehindNat {
    private static final Pattern HOST =
            Pattern.compile(
                    "(?i)sips?:(?:[^@?;]*@)?(\\[[0-9a-f:.]+]|[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?:[:;?].*)?");

    private BehindNat() {}

    /// @param contact its URI
    /// @param seen where it comes from
    static boolean of(String contact, InetAddress seen) {
        Matcher host = HOST.matcher(contact);
        if (!host.matches()) {
            return false;
        }
        try {
            String literal = host.group(1).replaceAll("[\\[\\]]", "");
            return !InetAddress.ofLiteral(literal).equals(seen);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
