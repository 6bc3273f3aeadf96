package org.earshot.server.people;

import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// What the server tells people by itself.
@FunctionalInterface
public interface Notices {
    /// Writes to the devices of somebody; who is away gets it later. What can't be written now is lost, and logged.
    ///
    /// @param except the instance of a device that knows already
    void tell(AddressOfRecord owner, Optional<String> except, String text);
}
