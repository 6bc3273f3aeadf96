package org.earshot.softphone.media.rtp;

import java.util.Optional;

/// Tells each key once, though many packets speak of it and any of them may be lost (RFC 4733 §2.5.2), and though one that is held down for
/// longer than a packet can tell goes on in another segment, with another timestamp (§2.5.1.3): with a clock of 48 kHz that is 1.4 s. Confined
/// to one thread.
public final class DigitReceiver {

    /// Ticks: 10 s by a clock of 48 kHz, a minute by one of 8 kHz. What lies further back is of a clock that was set.
    private static final int LATEST = 480_000;

    private boolean heard;
    private int lastTimestamp;
    private TelephoneEvent last = new TelephoneEvent(0, true, 0, 0);

    /// A packet of telephone-event.
    ///
    /// @param timestamp of the RTP packet: the same in all packets of one key
    /// @return the key, when this is the first packet that came of it
    public Optional<Character> onPacket(int timestamp, TelephoneEvent event) {
        // not after the last one: another packet of the same key, or a late one of a key before
        int since = timestamp - lastTimestamp;
        if (heard && since <= 0 && since > -LATEST) {
            if (timestamp == lastTimestamp) {
                note(event);
            }
            return Optional.empty();
        }
        boolean goesOn = heard && isNextSegment(timestamp, event);
        heard = true;
        lastTimestamp = timestamp;
        last = event;
        return goesOn ? Optional.empty() : event.key();
    }

    /// Packets may overtake each other: the longest counts, and an end is an end.
    private void note(TelephoneEvent event) {
        last =
                new TelephoneEvent(
                        last.event(),
                        last.end() || event.end(),
                        event.volume(),
                        Math.max(last.duration(), event.duration()));
    }

    /// Right where the one before ended, or would have, had its last packets come.
    private boolean isNextSegment(int timestamp, TelephoneEvent event) {
        int since = timestamp - lastTimestamp;
        return event.event() == last.event()
                && !last.end()
                && (since == last.duration() || since == TelephoneEvent.LONGEST);
    }

    /// Forgets what it heard: another source counts its timestamps otherwise.
    public void reset() {
        heard = false;
    }
}
