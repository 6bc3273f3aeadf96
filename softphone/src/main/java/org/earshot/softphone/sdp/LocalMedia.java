package org.earshot.softphone.sdp;

import java.net.InetAddress;
import java.util.Optional;
import org.earshot.softphone.media.dtls.DtlsIdentity;

/// Where and how we receive.
///
/// @param address as the other side reaches us
/// @param rtpPort 1–65535
/// @param rtcpPort 1–65535
/// @param cname our name in RTCP reports (RFC 7022)
/// @param packetMillis how much audio we wish for in a packet (RFC 8866 §6.4, `ptime`): 10, 20, 40 or 60 ms
/// @param dtls our certificate, for keys agreed between the phones (RFC 5763); empty: we can't do that
public record LocalMedia(
        InetAddress address,
        int rtpPort,
        int rtcpPort,
        String cname,
        int packetMillis,
        Optional<DtlsIdentity> dtls) {

    /// Without DTLS.
    public LocalMedia(
            InetAddress address, int rtpPort, int rtcpPort, String cname, int packetMillis) {
        this(address, rtpPort, rtcpPort, cname, packetMillis, Optional.empty());
    }
}
