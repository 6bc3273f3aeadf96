package org.earshot.softphone.media;

import java.util.OptionalInt;
import org.earshot.softphone.media.rtp.PayloadType;

/// What SDP agreed upon for digits (`telephone-event`, RFC 4733 §2.4).
///
/// @param sentPayloadType     as in the peer's description
/// @param receivedPayloadType as in our description
/// @param clockRate           ticks per second in which durations are counted: 8000 or 48000
/// @param otherReceived       the number in our description for another clock, which may come beside another codec (RFC 4733 §2.1)
public record TelephoneEventChoice(
        int sentPayloadType, int receivedPayloadType, int clockRate, OptionalInt otherReceived) {

    /// Checks the ranges.
    public TelephoneEventChoice {
        PayloadType.check(sentPayloadType);
        PayloadType.check(receivedPayloadType);
        otherReceived.ifPresent(PayloadType::check);
        if (clockRate < 8_000 || clockRate > 96_000) {
            throw new IllegalArgumentException("clock rate " + clockRate);
        }
    }

    /// With one clock.
    public TelephoneEventChoice(int sentPayloadType, int receivedPayloadType, int clockRate) {
        this(sentPayloadType, receivedPayloadType, clockRate, OptionalInt.empty());
    }

    /// Whether packets of a payload type are keys.
    boolean isReceived(int payloadType) {
        return payloadType == receivedPayloadType
                || (otherReceived.isPresent() && otherReceived.getAsInt() == payloadType);
    }

    /// The usual case: both sides use the same number.
    public TelephoneEventChoice(int payloadType, int clockRate) {
        this(payloadType, payloadType, clockRate);
    }
}
