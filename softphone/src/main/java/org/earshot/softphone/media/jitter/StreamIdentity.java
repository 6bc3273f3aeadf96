package org.earshot.softphone.media.jitter;

/// Which stream is played, and whether a packet is of it. Confined to one thread.
final class StreamIdentity {
    /// What a packet is.
    enum Verdict {
        /// Of the stream that is played.
        SAME,

        /// The first of all.
        FIRST,

        /// The first of another stream.
        OTHER,

        /// Perhaps the first of another stream, perhaps an error: not to be used.
        ODD
    }

    private final Timeline timeline = new Timeline();
    private boolean begun;
    private int ssrc;
    private int oddSequence = -1; // what would confirm a jump of the timestamp

    /// Judges a packet; where it begins a stream, that is the one from now on.
    ///
    /// @param nanos when it came
    Verdict judge(int clockRate, int sequenceNumber, int timestamp, int packetSsrc, long nanos) {
        if (!begun || packetSsrc != ssrc || clockRate != timeline.clockRate()) {
            Verdict verdict = begun ? Verdict.OTHER : Verdict.FIRST;
            begin(clockRate, timestamp, packetSsrc, nanos);
            return verdict;
        }
        if (!timeline.jumps(timestamp, nanos)) {
            oddSequence = -1;
            return Verdict.SAME;
        }
        // one odd packet proves nothing; a second in sequence does
        if (sequenceNumber != oddSequence) {
            oddSequence = (sequenceNumber + 1) & 0xFFFF;
            return Verdict.ODD;
        }
        begin(clockRate, timestamp, packetSsrc, nanos);
        return Verdict.OTHER;
    }

    private void begin(int clockRate, int timestamp, int packetSsrc, long nanos) {
        begun = true;
        ssrc = packetSsrc;
        oddSequence = -1;
        timeline.begin(clockRate, timestamp, nanos);
    }

    /// Whether that is the sender of the stream that is played.
    boolean isOf(int packetSsrc) {
        return begun && packetSsrc == ssrc;
    }

    /// The number of the first sample of what was sent with a timestamp of the stream's.
    long at(int timestamp) {
        return timeline.at(timestamp);
    }

    /// The number of the first sample of a packet that is to be used.
    long take(int timestamp, long nanos) {
        long first = timeline.at(timestamp);
        timeline.accept(timestamp, nanos);
        return first;
    }
}
