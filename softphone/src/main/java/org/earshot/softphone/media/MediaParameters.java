package org.earshot.softphone.media;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.ice.IceParameters;
import org.earshot.softphone.media.srtp.SrtpKeys;

/// What offer and answer agreed upon, complete: an update replaces all of it.
///
/// @param remoteRtp      where RTP goes until the peer's first authenticated packet shows another source
/// @param remoteRtcp     where RTCP goes; equal to `remoteRtp` means that RTCP shares its port (RFC 5761)
/// @param codec          the codec, both ways
/// @param telephoneEvent how digits travel; empty: they can't be sent
/// @param direction      which way audio flows
/// @param outboundKeys   with what our packets are protected
/// @param inboundKeys    with what the peer's packets are; present exactly when `outboundKeys` is, and
///                       then nothing plain is sent or accepted
/// @param cname          our canonical name in RTCP (RFC 7022: random, not an address), 1–255 bytes
/// @param wishes         of the peer
/// @param dtls           how the keys are agreed between the phones (RFC 5763); until they are, the keys are empty, and nothing
///                       is sent or accepted but the handshake; empty: the keys are known, or there are none
/// @param ice            how the way between the phones is found (RFC 8445): until it is, nothing is sent; empty: packets go to
///                       `remoteRtp`
public record MediaParameters(
        InetSocketAddress remoteRtp,
        InetSocketAddress remoteRtcp,
        CodecChoice codec,
        Optional<TelephoneEventChoice> telephoneEvent,
        Direction direction,
        Optional<SrtpKeys> outboundKeys,
        Optional<SrtpKeys> inboundKeys,
        String cname,
        PeerWishes wishes,
        Optional<DtlsParameters> dtls,
        Optional<IceParameters> ice) {

    /// Checks what must fit together.
    ///
    /// @throws IllegalArgumentException when only one side has keys, an address is unresolved, or the name's length is wrong
    public MediaParameters {
        if (outboundKeys.isPresent() != inboundKeys.isPresent()) {
            throw new IllegalArgumentException("keys for one direction only");
        }
        if (remoteRtp.isUnresolved() || remoteRtcp.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address");
        }
        int length = cname.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > 255) {
            throw new IllegalArgumentException("canonical name of " + length + " bytes");
        }
    }

    /// With keys that are known, or none.
    public MediaParameters(
            InetSocketAddress remoteRtp,
            InetSocketAddress remoteRtcp,
            CodecChoice codec,
            Optional<TelephoneEventChoice> telephoneEvent,
            Direction direction,
            Optional<SrtpKeys> outboundKeys,
            Optional<SrtpKeys> inboundKeys,
            String cname,
            PeerWishes wishes) {
        this(
                remoteRtp,
                remoteRtcp,
                codec,
                telephoneEvent,
                direction,
                outboundKeys,
                inboundKeys,
                cname,
                wishes,
                Optional.empty(),
                Optional.empty());
    }

    /// With a peer that says nothing of what it wants.
    public MediaParameters(
            InetSocketAddress remoteRtp,
            InetSocketAddress remoteRtcp,
            CodecChoice codec,
            Optional<TelephoneEventChoice> telephoneEvent,
            Direction direction,
            Optional<SrtpKeys> outboundKeys,
            Optional<SrtpKeys> inboundKeys,
            String cname) {
        this(
                remoteRtp,
                remoteRtcp,
                codec,
                telephoneEvent,
                direction,
                outboundKeys,
                inboundKeys,
                cname,
                PeerWishes.NONE);
    }

    /// The same for a peer with wishes.
    public MediaParameters withWishes(PeerWishes other) {
        return with(direction, outboundKeys, inboundKeys, other, ice);
    }

    /// Whether RTP and RTCP share a port.
    public boolean rtcpMux() {
        return remoteRtp.equals(remoteRtcp);
    }

    /// Whether all packets are SRTP and SRTCP.
    public boolean encrypted() {
        return outboundKeys.isPresent();
    }

    /// Whether nothing may be sent or accepted yet, since the phones still agree upon keys.
    public boolean awaitsKeys() {
        return dtls.isPresent() && !encrypted();
    }

    /// The same with the keys upon which the phones have agreed.
    public MediaParameters withKeys(SrtpKeys outbound, SrtpKeys inbound) {
        return with(direction, Optional.of(outbound), Optional.of(inbound), wishes, ice);
    }

    /// The same with another way.
    public MediaParameters withIce(Optional<IceParameters> other) {
        return with(direction, outboundKeys, inboundKeys, wishes, other);
    }

    /// The same with another direction, as for hold and resume.
    public MediaParameters withDirection(Direction other) {
        return with(other, outboundKeys, inboundKeys, wishes, ice);
    }

    private MediaParameters with(
            Direction newDirection,
            Optional<SrtpKeys> outbound,
            Optional<SrtpKeys> inbound,
            PeerWishes newWishes,
            Optional<IceParameters> newIce) {
        return new MediaParameters(
                remoteRtp,
                remoteRtcp,
                codec,
                telephoneEvent,
                newDirection,
                outbound,
                inbound,
                cname,
                newWishes,
                dtls,
                newIce);
    }
}
