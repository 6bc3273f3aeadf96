package org.earshot.softphone.sdp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.ice.IceCandidate;

/// Where and how we receive.
///
/// @param address as the other side reaches us
/// @param rtpPort 1–65535
/// @param rtcpPort 1–65535
/// @param cname our name in RTCP reports (RFC 7022)
/// @param packetMillis how much audio we wish for in a packet (RFC 8866 §6.4, `ptime`): 10, 20, 40 or 60 ms
/// @param dtls our certificate, for keys agreed between the phones (RFC 5763); empty: we can't do that
/// @param candidates where else we may be reached (RFC 8445), the address among them; none: without ICE
public record LocalMedia(
        InetAddress address,
        int rtpPort,
        int rtcpPort,
        String cname,
        int packetMillis,
        Optional<DtlsIdentity> dtls,
        List<IceCandidate> candidates) {

    /// Keeps a copy of the list.
    public LocalMedia {
        candidates = List.copyOf(candidates);
    }

    /// Without ICE.
    public LocalMedia(
            InetAddress address,
            int rtpPort,
            int rtcpPort,
            String cname,
            int packetMillis,
            Optional<DtlsIdentity> dtls) {
        this(address, rtpPort, rtcpPort, cname, packetMillis, dtls, List.of());
    }

    /// The same with what was found out meanwhile.
    public LocalMedia withCandidates(List<IceCandidate> found) {
        return new LocalMedia(address, rtpPort, rtcpPort, cname, packetMillis, dtls, found);
    }

    /// Without DTLS.
    public LocalMedia(
            InetAddress address, int rtpPort, int rtcpPort, String cname, int packetMillis) {
        this(address, rtpPort, rtcpPort, cname, packetMillis, Optional.empty());
    }
}
