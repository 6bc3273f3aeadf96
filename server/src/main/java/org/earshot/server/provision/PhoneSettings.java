package org.earshot.server.provision;

import java.net.URI;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// What a phone has to know.
///
/// @param displayName what others see; any text
/// @param password a secret
/// @param server where it registers over TLS: a name, or an address, whose certificate it can check
/// @param port of that
/// @param demanded whether it refuses calls without encryption
/// @param authority where a phone can fetch the certificate by whose key the server's is signed; empty: it is of one that phones know
public record PhoneSettings(
        AddressOfRecord address,
        String displayName,
        String password,
        String server,
        int port,
        boolean demanded,
        Optional<URI> authority) {

    /// The name, or the user part where there is none.
    String shownName() {
        return displayName.isBlank() ? address.user() : displayName;
    }

    @Override
    public String toString() {
        return "PhoneSettings[" + address + "]";
    }
}
