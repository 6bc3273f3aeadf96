package org.earshot.proxy.message;

import java.text.ParseException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;

/// Addresses as they stand in stores. Pure.
final class Addresses {
    private Addresses() {}

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
