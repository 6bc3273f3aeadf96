package org.earshot.softphone.media.rtp;

import java.util.concurrent.atomic.AtomicLong;

/// Which packets of a stream were there when they were to be played, and how those that were not lie: alone in gaps, or together in
/// bursts (RFC 3611 §4.7.2). Written by one thread, read by any, who may see a packet more or less in one count than in another. Allocates
/// nothing.
public final class LossPattern {

    /// So many packets must be there on both sides of a missing one that it belongs to no burst: what RFC 3611 §4.7.2 recommends.
    public static final int G_MIN = 16;

    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong bursts = new AtomicLong();
    private final AtomicLong burstPackets = new AtomicLong();
    private final AtomicLong burstMissing = new AtomicLong();

    // of what may be a burst or the only missing packet far and wide
    private final AtomicLong openPackets = new AtomicLong();
    private final AtomicLong openMissing = new AtomicLong();
    private final AtomicLong presentInARow = new AtomicLong();

    /// A packet was there.
    public void present() {
        packets.incrementAndGet();
        if (presentInARow.incrementAndGet() == G_MIN) {
            close();
        }
    }

    /// So many packets one behind the other were not: lost, or too late.
    public void missing(int count) {
        if (count <= 0) {
            return;
        }
        packets.addAndGet(count);
        missing.addAndGet(count);
        if (presentInARow.get() > 0 || runs.get() == 0) {
            runs.incrementAndGet();
        }
        long between = openMissing.get() > 0 ? presentInARow.get() : 0;
        openPackets.addAndGet(between + count);
        openMissing.addAndGet(count);
        presentInARow.set(0);
    }

    private void close() {
        if (openMissing.get() > 1) {
            bursts.incrementAndGet();
            burstPackets.addAndGet(openPackets.get());
            burstMissing.addAndGet(openMissing.get());
        }
        openPackets.set(0);
        openMissing.set(0);
    }

    /// What happened until now. Any thread.
    public Seen seen() {
        boolean open = openMissing.get() > 1;
        return new Seen(
                packets.get(),
                missing.get(),
                runs.get(),
                bursts.get() + (open ? 1 : 0),
                burstPackets.get() + (open ? openPackets.get() : 0),
                burstMissing.get() + (open ? openMissing.get() : 0),
                open);
    }

    /// Counts since the beginning.
    ///
    /// @param packets      that were to be played
    /// @param missing      of them
    /// @param runs         of missing packets without one between them that was there
    /// @param bursts       two missing packets or more with fewer than [#G_MIN] that were there between each and the next
    /// @param burstPackets in bursts, from their first missing packet to their last
    /// @param burstMissing of them
    /// @param inBurst      whether the last burst may still go on
    public record Seen(
            long packets,
            long missing,
            long runs,
            long bursts,
            long burstPackets,
            long burstMissing,
            boolean inBurst) {

        /// Before anything was to be played.
        public static final Seen NOTHING = new Seen(0, 0, 0, 0, 0, 0, false);

        /// The share of packets that are missing within bursts, 0–1; 0 without a burst.
        public double burstDensity() {
            return share(burstMissing, burstPackets);
        }

        /// The share of packets that are missing outside of bursts, 0–1.
        public double gapDensity() {
            return share(missing - burstMissing, packets - burstPackets);
        }

        /// How many packets a burst has, on average; 0 without a burst.
        public double burstLength() {
            return bursts == 0 ? 0 : (double) burstPackets / bursts;
        }

        /// How many packets lie before, between and behind the bursts, on average.
        public double gapLength() {
            return (double) (packets - burstPackets) / (bursts + (inBurst ? 0 : 1));
        }

        private static double share(long part, long whole) {
            return whole <= 0 ? 0 : Math.clamp((double) part / whole, 0, 1);
        }
    }
}
