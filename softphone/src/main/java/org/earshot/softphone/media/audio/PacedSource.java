package org.earshot.softphone.media.audio;

import java.util.Arrays;

/// A source without a device: samples that are computed or in memory, given at the pace of a clock.
final class PacedSource implements AudioSource {
    /// Gives samples at once.
    interface Samples {
        /// Fills `frame` with the next samples.
        void next(short[] frame);

        /// Begins again from the start.
        default void restart() {}
    }

    private final Pacer pacer;
    private final Samples samples;

    PacedSource(FrameClock clock, Samples samples) {
        pacer = new Pacer(clock);
        this.samples = samples;
    }

    static PacedSource silence(FrameClock clock) {
        return new PacedSource(clock, frame -> Arrays.fill(frame, (short) 0));
    }

    @Override
    public void read(short[] frame) {
        pacer.await();
        samples.next(frame);
    }

    @Override
    public void restart() {
        samples.restart();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
