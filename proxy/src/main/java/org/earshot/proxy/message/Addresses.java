package org.earshot.proxy.message;

import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;

/// Addresses as they stand in stores, and as people type them. Pure.
final class Addresses {
    private static final int LONGEST = 330;

    private Addresses() {}

    /// Reads what somebody typed: an address, as it is or in angle brackets, or a name alone, which is one of a domain. Names
    /// of our accounts are in lower case.
    ///
    /// @param domain ours
    static Optional<AddressOfRecord> typed(String text, String domain) {
        String bare = text.replaceAll("^<|>$", "").replaceFirst("^(?i)sips?:", "");
        if (bare.isEmpty() || (bare.indexOf(':') >= 0 && bare.indexOf('@') < 0)) {
            return Optional.empty(); // such as a telephone number of another scheme
        }
        String uri = "sip:" + bare;
        try {
            return AddressOfRecord.of(
                            SipMessages.addresses()
                                    .createURI(uri.indexOf('@') < 0 ? uri + "@" + domain : uri))
                    .filter(one -> one.toString().length() <= LONGEST)
                    .map(one -> ofOurs(one, domain));
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static AddressOfRecord ofOurs(AddressOfRecord address, String domain) {
        return address.domain().equals(domain)
                ? new AddressOfRecord(address.user().toLowerCase(Locale.ROOT), domain)
                : address;
    }

    /// Reads what [AddressOfRecord#toString] wrote.
    ///
    /// @throws IllegalArgumentException if it is anything else
    static AddressOfRecord parse(String text) {
        try {
            return AddressOfRecord.of(SipMessages.addresses().createURI(text))
                    .orElseThrow(() -> new IllegalArgumentException(text + " is no address"));
        } catch (ParseException e) {
            throw new IllegalArgumentException(text + " is no address", e);
        }
    }
}
