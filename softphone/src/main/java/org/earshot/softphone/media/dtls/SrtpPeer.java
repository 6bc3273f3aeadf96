package org.earshot.softphone.media.dtls;

import java.util.Optional;

/// A side of a handshake.
interface SrtpPeer {
    /// What it came to; empty before its end.
    Optional<DtlsKeys> keys();
}
