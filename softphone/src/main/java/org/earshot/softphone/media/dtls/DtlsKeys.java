package org.earshot.softphone.media.dtls;

import org.earshot.softphone.media.srtp.SrtpKeys;

/// What a handshake came to.
///
/// @param outbound with what our packets are protected
/// @param inbound  with what the other side's are
/// @param remote   the fingerprint of the certificate that the other side has shown, one of those announced
public record DtlsKeys(SrtpKeys outbound, SrtpKeys inbound, Fingerprint remote) {}
