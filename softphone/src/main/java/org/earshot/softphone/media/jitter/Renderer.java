package org.earshot.softphone.media.jitter;

import java.util.Arrays;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.jitter.PacketStore.Packet;

/// Puts sound into the queue: decoded, repaired, or concealed, without a click where one thing follows another. Confined to
/// one thread.
final class Renderer {
    private static final int FRAME = 480;

    /// Concealed longer than this, there is silence.
    private static final int FADED = 200 * 48;

    private static final int MERGE = 240;

    private final SampleQueue queue;
    private final Counters counters;
    private final short[] scratch = new short[Codec.MAX_SAMPLES];
    private Decoder active; // the one that decoded last, null before the first
    private Decoder speech; // the one that a pause interrupted, else null
    private long concealedInARow;
    private boolean merge; // what is decoded next doesn't continue what was played

    Renderer(SampleQueue queue, Counters counters) {
        this.queue = queue;
        this.counters = counters;
    }

    /// What is decoded next doesn't continue what was played.
    void interrupt() {
        merge = true;
    }

    /// A decoder is not to be used any more.
    void forget(Decoder decoder) {
        if (decoder.equals(active)) {
            active = null;
            merge = true;
        }
        if (decoder.equals(speech)) {
            speech = null;
        }
    }

    /// Decodes a packet.
    ///
    /// @return samples
    int decode(Packet packet) {
        Decoder decoder = packet.decoder();
        int tail = 0;
        if (merge || !decoder.equals(active)) {
            tail = continuation(packet);
        } else if (concealedInARow >= FADED) {
            tail = silence();
        }
        concealedInARow = 0;
        int start = queue.size();
        if (packet.pauses()) {
            counters.noise.addAndGet(packet.samples());
        } else {
            queue.mark(packet.rtpTimestamp());
        }
        int samples = decoder.decode(packet.payload(), 0, packet.length(), queue.samples(), start);
        if (samples > 0) {
            fadeOver(queue.samples(), start, Math.min(tail, samples));
        } else {
            counters.discarded.incrementAndGet();
            samples = packet.samples() / FRAME * FRAME;
            decoder.conceal(queue.samples(), start, samples);
            counters.concealed.addAndGet(samples);
        }
        queue.appended(samples);
        active = decoder;
        merge = false;
        return samples;
    }

    /// The decoder that played until now says goodbye into `scratch`; the new one begins from nothing.
    private int continuation(Packet packet) {
        Decoder decoder = packet.decoder();
        int samples = 0;
        if (active != null && concealedInARow < FADED) {
            active.conceal(scratch, 0, FRAME);
            samples = MERGE;
        } else if (active != null) {
            samples = silence();
        }
        // what is said after a pause continues what was said before it
        if (merge || !decoder.equals(speech)) {
            decoder.reset();
        }
        speech = packet.pauses() ? active : null;
        return samples;
    }

    /// What was lost was too long to be made up: the decoder knows nothing of the silence that was played instead, and would begin in mid-sound.
    private int silence() {
        Arrays.fill(scratch, 0, MERGE, (short) 0);
        return MERGE;
    }

    private void fadeOver(short[] samples, int start, int length) {
        for (int i = 0; i < length; i++) {
            int to = samples[start + i] * i;
            int from = scratch[i] * (length - i);
            samples[start + i] = (short) ((from + to) / length);
        }
    }

    /// Takes the audio that came right before `packet` from the redundancy within it (Opus FEC).
    ///
    /// @param missing samples
    /// @return false if that can't be: nothing was put in
    boolean repair(Packet packet, int missing) {
        Decoder decoder = packet.decoder();
        if (!decoder.equals(active) || missing % FRAME != 0) {
            return false;
        }
        int samples =
                decoder.decodeRedundancy(
                        packet.payload(), 0, packet.length(), scratch, 0, packet.samples());
        if (samples < missing) {
            return false;
        }
        System.arraycopy(scratch, samples - missing, queue.samples(), queue.size(), missing);
        if (concealedInARow >= FADED) {
            fadeOver(queue.samples(), queue.size(), silence());
        }
        queue.appended(missing);
        concealedInARow = 0;
        counters.repaired.incrementAndGet();
        return true;
    }

    /// Makes up a frame from what was heard before; after a while, silence.
    void conceal() {
        int start = queue.size();
        short[] samples = queue.samples();
        if (active == null || concealedInARow >= FADED) {
            Arrays.fill(samples, start, start + FRAME, (short) 0);
            counters.silence.addAndGet(FRAME);
        } else {
            active.conceal(samples, start, FRAME);
            if (concealedInARow + FRAME >= FADED) {
                fadeOut(samples, start, FRAME);
            }
        }
        queue.appended(FRAME);
        concealedInARow += FRAME;
        counters.concealed.addAndGet(FRAME);
    }

    /// Goes on with the noise of a pause.
    void pause() {
        int start = queue.size();
        if (active == null) {
            Arrays.fill(queue.samples(), start, start + FRAME, (short) 0);
        } else {
            active.conceal(queue.samples(), start, FRAME);
        }
        queue.appended(FRAME);
        counters.noise.addAndGet(FRAME);
    }

    /// Nothing plays: takes the rest of what was played before, faded out, and then silence.
    void drain(short[] frame) {
        int rest = queue.size();
        System.arraycopy(queue.samples(), 0, frame, 0, rest);
        fadeOut(frame, 0, rest);
        Arrays.fill(frame, rest, FRAME, (short) 0);
        queue.clear();
    }

    private static void fadeOut(short[] samples, int start, int length) {
        for (int i = 0; i < length; i++) {
            samples[start + i] = (short) (samples[start + i] * (length - i) / length);
        }
    }
}
