package org.earshot.softphone.media;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.earshot.softphone.media.srtp.Unprotected;

/// How a session's media is doing, at one moment, counted from its start.
///
/// @param packetsSent     RTP packets
/// @param packetsReceived RTP packets accepted from the peer
/// @param packetsLost     RTP packets that the peer sent and that never came, as RFC 3550 A.3 counts (never below 0)
/// @param lossPercent     lost of those expected, 0–100
/// @param remoteLossPercent lost on the way to the peer, as the peer last reported, 0–100; empty until it does
/// @param rttMs           round trip by RTCP (RFC 3550 §6.4.1); empty until the peer has reported
/// @param jitterMs        interarrival jitter (RFC 3550 A.8)
/// @param playoutDelayMs  how long audio waits in the jitter buffer
/// @param concealedMs     audio that was made up because nothing was there to play
/// @param latePackets     packets that came after their turn to be played
/// @param waitingPackets  packets that wait for their turn now
/// @param stretchedMs     audio left out or put in so far to bring the delay to what the network needs
/// @param refused         packets refused by SRTP or not RTP at all, by reason; reasons without a packet are absent
/// @param sinceLastPacketMs time since the last accepted RTP packet, for a watchdog; empty when there was none
/// @param reportsReceived compound RTCP packets accepted from the peer
/// @param silence         whether the peer has said that nothing need come just now
/// @param strangePackets  of those received, how many hold something that was not agreed upon, and can't be played
/// @param mos             estimated opinion score of what was heard here in the last ten seconds, 1.0–4.5 (G.107; with G.722 and Opus G.107.1)
public record MediaStatistics(
        long packetsSent,
        long packetsReceived,
        long packetsLost,
        double lossPercent,
        OptionalDouble remoteLossPercent,
        OptionalDouble rttMs,
        double jitterMs,
        double playoutDelayMs,
        long concealedMs,
        long latePackets,
        int waitingPackets,
        long stretchedMs,
        Map<Unprotected.Reason, Long> refused,
        OptionalLong sinceLastPacketMs,
        long reportsReceived,
        Silence silence,
        long strangePackets,
        double mos) {

    /// Before anything was sent or received.
    public static final MediaStatistics NONE =
            new MediaStatistics(
                    0,
                    0,
                    0,
                    0,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    Map.of(),
                    OptionalLong.empty(),
                    0,
                    Silence.NONE,
                    0,
                    1);

    /// Keeps a copy of the map.
    public MediaStatistics {
        refused = Map.copyOf(refused);
    }
}
