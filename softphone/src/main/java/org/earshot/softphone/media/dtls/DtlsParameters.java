package org.earshot.softphone.media.dtls;

import java.util.Set;

/// What offer and answer have said of a DTLS association. As long as none of it changes, the association and its keys stay.
///
/// @param identity     our certificate
/// @param role         ours
/// @param fingerprints that the other side's certificate may have; at least one
public record DtlsParameters(DtlsIdentity identity, DtlsRole role, Set<Fingerprint> fingerprints) {

    /// @throws IllegalArgumentException without a fingerprint
    public DtlsParameters {
        fingerprints = Set.copyOf(fingerprints);
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("no fingerprint");
        }
    }
}
