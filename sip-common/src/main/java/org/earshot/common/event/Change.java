package org.earshot.common.event;

import java.nio.charset.StandardCharsets;
import org.earshot.common.address.AddressOfRecord;

/// Something changed.
///
/// @param topic what kind of thing
/// @param subject whose, such as `sip:alice@example.org`; 1 to 512 bytes in UTF-8
public record Change(Topic topic, String subject) {
    private static final int LONGEST = 512;

    public Change {
        int length = subject.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST) {
            throw new IllegalArgumentException("a subject of " + length + " bytes");
        }
    }

    /// Of an address-of-record.
    public static Change of(Topic topic, AddressOfRecord address) {
        return new Change(topic, address.toString());
    }
}
