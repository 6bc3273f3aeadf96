package org.earshot.registrar.presence.store;

import java.text.ParseException;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;

/// Addresses-of-record as they stand in columns and in changes: as URIs. Stateless.
public final class Addresses {
    private Addresses() {}

    /// @return empty if it is none
    public static Optional<AddressOfRecord> find(String text) {
        try {
            return AddressOfRecord.of(SipMessages.addresses().createURI(text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException if it is none
    static AddressOfRecord read(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("no address: " + text));
    }
}
