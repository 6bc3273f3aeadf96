package org.earshot.server.files;

import java.text.ParseException;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;

/// Addresses as phones write them. Stateless.
final class Addresses {
    private static final int LONGEST = 512;

    private Addresses() {}

    /// Reads `sip:name@domain`.
    static Optional<AddressOfRecord> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return AddressOfRecord.of(SipMessages.addresses().createURI(text));
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
