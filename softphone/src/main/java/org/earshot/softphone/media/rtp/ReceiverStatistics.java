package org.earshot.softphone.media.rtp;

/// What is counted of one source's packets (RFC 3550 A.1, A.3, A.8). No probation: SRTP, or the place where the packets
/// come from, has shown already whose they are. Confined to one thread.
public final class ReceiverStatistics {

    private static final int MAX_DROPOUT = 3_000;

    /// A packet may come so many behind its time (RFC 3550 A.1).
    public static final int MAX_MISORDER = 100;

    private static final int NONE = -1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int ssrc;
    private int clockRate;

    private int baseSequence;
    private int maxSequence;
    private long cycles;
    private int badSequence = NONE;
    private boolean started;
    private long received;
    private long duplicates;
    private final SeenNumbers seen = new SeenNumbers();
    private long expectedBefore;
    private long receivedBefore;

    private boolean hasTransit;
    private long lastTransit;
    private double jitter;

    /// Of a source whose timestamps count so many ticks per second.
    public ReceiverStatistics(int ssrc, int clockRate) {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
    }

    /// What comes from now on counts so many ticks per second: a source may change between codecs (RFC 7160 §4.2). Of what lies between two of
    /// different clocks nobody can tell the transit.
    public void clockRate(int ticksPerSecond) {
        if (ticksPerSecond != clockRate) {
            jitter = jitter * ticksPerSecond / clockRate;
            clockRate = ticksPerSecond;
            hasTransit = false;
        }
    }

    /// Of whom.
    public int ssrc() {
        return ssrc;
    }

    /// Counts a packet.
    ///
    /// @param timestamp    of the packet
    /// @param arrivalNanos of `System.nanoTime`
    /// @return whether the sequence number makes sense: a first one beyond all bounds does not, the next in its line does
    public boolean onPacket(int sequenceNumber, int timestamp, long arrivalNanos) {
        if (!onSequence(sequenceNumber)) {
            return false;
        }
        if (count(sequenceNumber, timestamp)) {
            onTransit(timestamp, arrivalNanos);
        }
        return true;
    }

    /// Counts a packet whose timestamp does not tell when it was sent, such as those of a key (RFC 4733 §2.5.1.2).
    ///
    /// @return as for [#onPacket]
    public boolean onEventPacket(int sequenceNumber) {
        if (!onSequence(sequenceNumber)) {
            return false;
        }
        count(sequenceNumber, 0);
        return true;
    }

    private boolean count(int sequenceNumber, int timestamp) {
        received++;
        boolean isNew = seen.isNew(sequenceNumber, timestamp);
        if (!isNew) {
            duplicates++;
        }
        return isNew;
    }

    // A.1
    private boolean onSequence(int sequenceNumber) {
        if (!started) {
            restart(sequenceNumber);
            return true;
        }
        int ahead = (sequenceNumber - maxSequence) & 0xFFFF;
        if (ahead < MAX_DROPOUT) {
            if (sequenceNumber < maxSequence) {
                cycles += SequenceNumber.MODULUS;
            }
            maxSequence = sequenceNumber;
        } else if (ahead <= SequenceNumber.MODULUS - MAX_MISORDER) {
            if (sequenceNumber != badSequence) {
                badSequence = (sequenceNumber + 1) & 0xFFFF;
                return false;
            }
            restart(sequenceNumber); // two in a row: the other side has begun anew
        }
        return true;
    }

    private void restart(int sequenceNumber) {
        started = true;
        baseSequence = sequenceNumber;
        maxSequence = sequenceNumber;
        badSequence = NONE;
        cycles = 0;
        received = 0;
        duplicates = 0;
        seen.clear();
        expectedBefore = 0;
        receivedBefore = 0;
        hasTransit = false;
    }

    // A.8, for differences of less than half of the timestamp's circle
    private void onTransit(int timestamp, long arrivalNanos) {
        long arrivalTicks =
                Math.floorDiv(arrivalNanos, NANOS_PER_SECOND) * clockRate
                        + Math.floorMod(arrivalNanos, NANOS_PER_SECOND)
                                * clockRate
                                / NANOS_PER_SECOND;
        long transit = arrivalTicks - timestamp;
        if (hasTransit) {
            int difference = (int) (transit - lastTransit);
            jitter += (Math.abs((double) difference) - jitter) / 16;
        }
        hasTransit = true;
        lastTransit = transit;
    }

    /// Packets received, with duplicates: what reports count (A.3).
    public long received() {
        return received;
    }

    /// Packets received, each once.
    public long different() {
        return received - duplicates;
    }

    /// Packets sent, by their numbers.
    public long expected() {
        return started ? extendedHighest() - baseSequence + 1 : 0;
    }

    /// Packets lost since the beginning: below 0 with many duplicates (A.3).
    public long lost() {
        return expected() - received;
    }

    /// Packets sent since the last [#report], by their numbers.
    public long expectedSinceReport() {
        return expected() - expectedBefore;
    }

    /// Packets lost since the last [#report]: below 0 when such as had been counted have come.
    public long lostSinceReport() {
        return expectedSinceReport() - (received - receivedBefore);
    }

    /// The highest sequence number with its rollovers.
    public long extendedHighest() {
        return cycles + maxSequence;
    }

    /// Interarrival jitter in milliseconds.
    public double jitterMillis() {
        return jitter * 1_000 / clockRate;
    }

    /// What we report of this source; begins a new interval for the fraction lost (A.3).
    ///
    /// @param lastSenderReport     see [ReportBlock]
    /// @param delaySinceLastReport see [ReportBlock]
    public ReportBlock report(int lastSenderReport, int delaySinceLastReport) {
        long expectedInterval = expectedSinceReport();
        long lostInterval = lostSinceReport();
        expectedBefore = expected();
        receivedBefore = received;
        int fraction =
                expectedInterval <= 0 || lostInterval <= 0
                        ? 0
                        : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
        int cumulative = (int) Math.clamp(lost(), -(1L << 23), (1L << 23) - 1);
        return new ReportBlock(
                ssrc,
                fraction,
                cumulative,
                (int) extendedHighest(),
                (int) jitter,
                lastSenderReport,
                delaySinceLastReport);
    }
}
