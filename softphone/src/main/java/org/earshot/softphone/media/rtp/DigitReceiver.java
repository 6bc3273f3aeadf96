package org.earshot.softphone.media.rtp;

import java.util.Optional;

/// Tells each key once, though many packets speak of it and any of them may be lost (RFC 4733 §2.5.2). Confined to one thread.
public final class DigitReceiver {

    private boolean heard;
    private int lastTimestamp;

    /// A packet of telephone-event.
    ///
    /// @param timestamp of the RTP packet: the same in all packets of one key
    /// @return the key, when this is the first packet that came of it
    public Optional<Character> onPacket(int timestamp, TelephoneEvent event) {
        // not after the last one: another packet of the same key, or a late one of a key before
        if (heard && timestamp - lastTimestamp <= 0) {
            return Optional.empty();
        }
        heard = true;
        lastTimestamp = timestamp;
        return event.key();
    }

    /// Forgets what it heard: another source counts its timestamps otherwise.
    public void reset() {
        heard = false;
    }
}
