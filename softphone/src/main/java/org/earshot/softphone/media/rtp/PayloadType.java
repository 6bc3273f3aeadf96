package org.earshot.softphone.media.rtp;

/// Which payload types RTP may use.
public final class PayloadType {

    private PayloadType() {}

    /// Whether a packet's second byte, read as a payload type without its marker bit, can't be RTP's:
    /// 64–95 belong to RTCP's packet types 192–223 (RFC 5761 §4).
    public static boolean belongsToRtcp(int payloadType) {
        return payloadType >= 64 && payloadType <= 95;
    }

    /// @throws IllegalArgumentException unless it is 0–127 and outside of 64–95
    public static void check(int payloadType) {
        if (payloadType < 0 || payloadType > 127 || belongsToRtcp(payloadType)) {
            throw new IllegalArgumentException("payload type " + payloadType);
        }
    }
}
