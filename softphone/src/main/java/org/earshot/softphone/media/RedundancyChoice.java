package org.earshot.softphone.media;

import org.earshot.softphone.media.rtp.PayloadType;

/// What SDP agreed upon for packets that carry older audio beside their own (RFC 2198), of the codec's payload types.
///
/// @param sentPayloadType     as in the peer's description
/// @param receivedPayloadType as in our description
public record RedundancyChoice(int sentPayloadType, int receivedPayloadType) {

    /// Checks the ranges.
    public RedundancyChoice {
        PayloadType.check(sentPayloadType);
        PayloadType.check(receivedPayloadType);
    }
}
