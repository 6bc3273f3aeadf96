package org.earshot.softphone.media.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The payload that tells of a key (RFC 4733 §2.3).
///
/// @param event    0–255; 0–15 are keys
/// @param end      whether the key is released
/// @param volume   power below 0 dBm0, 0–63 dB
/// @param duration so far, in ticks, 0–65535
public record TelephoneEvent(int event, boolean end, int volume, int duration) {

    /// Bytes of the payload.
    public static final int BYTES = 4;

    /// The longest duration that a packet can tell, in ticks.
    static final int LONGEST = 0xFFFF;

    private static final String KEYS = "0123456789*#ABCD";
    private static final int END = 0x80;
    private static final int VOLUME = 0x3F;

    /// Checks the ranges.
    public TelephoneEvent {
        if (event < 0 || event > 255 || volume < 0 || volume > VOLUME) {
            throw new IllegalArgumentException("event " + event + ", volume " + volume);
        }
        if (duration < 0 || duration > LONGEST) {
            throw new IllegalArgumentException("duration " + duration);
        }
    }

    /// The event of a key (§3.2, table 3); empty for any other character. Small letters are none.
    public static Optional<Integer> eventOf(char key) {
        int event = KEYS.indexOf(key);
        return event < 0 ? Optional.empty() : Optional.of(event);
    }

    /// The first event in a payload; empty when it is too short. What follows are other events of the same packet, which
    /// keys don't need.
    public static Optional<TelephoneEvent> parse(ByteBuffer packet, int offset, int length) {
        if (length < BYTES) {
            return Optional.empty();
        }
        int flags = packet.get(offset + 1);
        return Optional.of(
                new TelephoneEvent(
                        packet.get(offset) & 0xFF,
                        (flags & END) != 0,
                        flags & VOLUME,
                        packet.getShort(offset + 2) & 0xFFFF));
    }

    /// Writes the payload; position and limit stay.
    public void write(ByteBuffer packet, int offset) {
        packet.put(offset, (byte) event);
        packet.put(offset + 1, (byte) ((end ? END : 0) | volume));
        packet.putShort(offset + 2, (short) duration);
    }

    /// The key of this event; empty for events that are none, such as a flash.
    public Optional<Character> key() {
        return event < KEYS.length() ? Optional.of(KEYS.charAt(event)) : Optional.empty();
    }
}
