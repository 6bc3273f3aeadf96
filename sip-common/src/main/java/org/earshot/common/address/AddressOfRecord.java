package org.earshot.common.address;

import java.util.Locale;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.earshot.common.stack.SipMessages;

/// `sip:user@domain` without port, parameters or password (RFC 3261 §10.3 step 5): what a location
/// service is asked for. The domain is in lower case, the user as it is (it is case-sensitive,
/// RFC 3261 §19.1.4; account names are lower case by rule at creation).
///
/// @param user unescaped; not empty
/// @param domain a host name or a numeric address (IPv6 in brackets)
public record AddressOfRecord(String user, String domain) {

    public AddressOfRecord {
        if (user.isEmpty() || domain.isEmpty()) {
            throw new IllegalArgumentException("address-of-record needs a user and a domain");
        }
        domain = domain.toLowerCase(Locale.ROOT);
    }

    /// The address-of-record that a URI names: its user unescaped, without port, parameters and password; a
    /// `sips:` URI names the same one as the `sip:` URI (RFC 3261 §10.3 step 5).
    ///
    /// @return empty for a URI without a user, and for another scheme
    public static Optional<AddressOfRecord> of(URI uri) {
        if (!(uri instanceof SipURI sip) || sip.getHost() == null || sip.getHost().isEmpty()) {
            return Optional.empty();
        }
        return SipMessages.uriUser(uri)
                .filter(user -> !user.isEmpty())
                .map(user -> new AddressOfRecord(user, sip.getHost()));
    }

    /// As a URI; characters of the user that RFC 3261 §25.1 does not allow there are escaped.
    @Override
    public String toString() {
        return "sip:" + escape(user) + '@' + domain;
    }

    private static String escape(String user) {
        StringBuilder out = new StringBuilder(user.length());
        for (byte b : user.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-_.!~*'()&=+$,;?/".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return out.toString();
    }
}
