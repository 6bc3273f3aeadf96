package org.earshot.softphone.media;

import java.util.Arrays;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.FrameQueue;

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

    /// How many calls there are. Any thread.
    public int size() {
        return seats.length;
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
                for (int i = 0; i < AudioFrame.SAMPLES; i++) {
                    sum[i] += seat.now[i];
                }
            }
        }
    }

    /// A call's place.
    public final class Seat implements AutoCloseable {
        private final FrameQueue said = new FrameQueue(CAPACITY);

        // of the capture thread
        private final short[] now = new short[AudioFrame.SAMPLES];
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
        void said(short[] frame) {
            var _ = said.put(frame); // without room nobody takes: we are leaving
        }

        /// What the call is to hear. Capture thread, which asks all calls with one and the same time for one frame.
        ///
        /// @param microphone 10 ms of our own
        /// @return good until the next call of this
        short[] hears(short[] microphone, long nanoTime) {
            sum(nanoTime);
            for (int i = 0; i < AudioFrame.SAMPLES; i++) {
                int others = sum[i] - (speaks ? now[i] : 0);
                mixed[i] =
                        (short)
                                Math.clamp(
                                        microphone[i] + others, Short.MIN_VALUE, Short.MAX_VALUE);
            }
            return mixed;
        }

        /// Leaves. User-agent thread; does no harm twice.
        @Override
        public void close() {
            seats = Arrays.stream(seats).filter(seat -> seat != this).toArray(Seat[]::new);
        }
    }
}
