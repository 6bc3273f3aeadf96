package org.earshot.registrar.presence.store;

import java.text.ParseException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;

/// Addresses-of-record as they stand in columns: as URIs.
final class Addresses {
    private Addresses() {}

    /// @throws IllegalArgumentException if it is none
    static AddressOfRecord read(String text) {
        try {
            return AddressOfRecord.of(SipMessages.addresses().createURI(text))
                    .orElseThrow(() -> new IllegalArgumentException("no address: " + text));
        } catch (ParseException e) {
            throw new IllegalArgumentException("no address: " + text, e);
        }
    }
}
