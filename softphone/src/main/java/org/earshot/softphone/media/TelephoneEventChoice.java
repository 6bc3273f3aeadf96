package org.earshot.softphone.media;

import org.earshot.softphone.media.rtp.PayloadType;

/// What SDP agreed upon for digits (`telephone-event`, RFC 4733 §2.4).
///
/// @param sentPayloadType     as in the peer's description
/// @param receivedPayloadType as in our description
/// @param clockRate           ticks per second in which durations are counted: 8000 or 48000
public record TelephoneEventChoice(int sentPayloadType, int receivedPayloadType, int clockRate) {

    /// Checks the ranges.
    public TelephoneEventChoice {
        PayloadType.check(sentPayloadType);
        PayloadType.check(receivedPayloadType);
        if (clockRate < 8_000 || clockRate > 96_000) {
            throw new IllegalArgumentException("clock rate " + clockRate);
        }
    }

    /// The usual case: both sides use the same number.
    public TelephoneEventChoice(int payloadType, int clockRate) {
        this(payloadType, payloadType, clockRate);
    }
}
