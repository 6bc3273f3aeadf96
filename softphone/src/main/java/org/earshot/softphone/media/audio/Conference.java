package org.earshot.softphone.media.audio;

import java.util.Arrays;

/// Calls of one phone whose people hear each other: each gets what the microphone and all others say, and not what it says itself
/// ("mix-minus"). Each call has a [Seat].
///
/// Sits between the two audio threads, which move each call's frames: the playout thread brings what came from the calls, the capture
/// thread takes it, some 20 ms later, and mixes. Neither allocates nor waits.
public final class Conference {
    private static final int CAPACITY = 8;
    private static final int WAITING = 2;
    private static final int MOST_WAITING = 4;

    private volatile Seat[] seats = {}; // replaced as a whole

    // of the capture thread
    private final int[] sum = new int[AudioFrame.SAMPLES];
    private long summedAt;
    private boolean summed;

    /// Takes a seat for a call. User-agent thread.
    public Seat sit() {
        Seat seat = new Seat();
        Seat[] more = Arrays.copyOf(seats, seats.length + 1);
        more[seats.length] = seat;
        seats = more;
        return seat;
    }

    /// Sums what all calls say, once for each frame of the microphone.
    private void sum(long nanoTime) {
        if (summed && summedAt == nanoTime) {
            return;
        }
        summed = true;
        summedAt = nanoTime;
        Arrays.fill(sum, 0);
        for (Seat seat : seats) {
            seat.speaks = seat.next();
            if (seat.speaks) {
                Mixer.add(seat.now, sum);
            }
        }
    }

    /// A call's place.
    public final class Seat implements AutoCloseable {
        private final FrameQueue said = new FrameQueue(CAPACITY);

        // of the capture thread
        private final short[] now = new short[AudioFrame.SAMPLES];
        private final int[] others = new int[AudioFrame.SAMPLES];
        private final short[] mixed = new short[AudioFrame.SAMPLES];
        private boolean speaks;
        private boolean flows;

        private Seat() {}

        /// Takes the next frame. Where this call's thread is faster one is left out now and then, where it is slower there is none: its clock
        /// may be that of another device. It begins when some wait, since the two threads are not in step.
        private boolean next() {
            if (!flows && said.size() < WAITING) {
                return false;
            }
            if (said.size() > MOST_WAITING) {
                said.keep(WAITING);
            }
            flows = said.take(now);
            return flows;
        }

        /// What the call says. Playout thread.
        ///
        /// @param frame 10 ms; copied
        public void said(short[] frame) {
            var _ = said.put(frame); // without room nobody takes: we are leaving
        }

        /// What the call is to hear. Capture thread, which asks all calls with one and the same time for one frame.
        ///
        /// @param microphone 10 ms of our own
        /// @return good until the next call of this
        public short[] hears(short[] microphone, long nanoTime) {
            sum(nanoTime);
            System.arraycopy(sum, 0, others, 0, AudioFrame.SAMPLES);
            if (speaks) {
                Mixer.subtract(now, others);
            }
            Mixer.add(microphone, others);
            Mixer.saturate(others, mixed);
            return mixed;
        }

        /// Leaves. User-agent thread; does no harm twice.
        @Override
        public void close() {
            seats = Arrays.stream(seats).filter(seat -> seat != this).toArray(Seat[]::new);
        }
    }
}
