package org.earshot.softphone.media.jitter;

import java.util.Arrays;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.jitter.PacketStore.Packet;

/// Makes an even stream of what the network delivers unevenly. Packets go in as they come ([#insert]); each 10 ms the playout thread
/// takes a frame ([#poll]): decoded, stretched, repaired, or concealed. No packet is too odd for it, none makes it throw, and its
/// memory is fixed.
///
/// `insert`, `poll` and `decoder` are confined to the playout thread: a receive thread hands packets over through a ring that the playout
/// thread drains right before each `poll`. [#statistics] may be called by any thread. Nothing allocates but the codecs.
///
/// Two numbers govern it, both in samples at 48 kHz. The *delay* is how long the next sample has waited beyond the fastest packet
/// ([DelayEstimator]); it is held near the estimator's target by leaving out or repeating periods of the pitch. The *stall* is how much
/// was concealed while the audio at `next` was missing: when that audio comes it is still played (the delay grows); when a later packet
/// comes first and the gap is not longer than the stall, the gap counts as filled.
public final class JitterBuffer {
    private static final int FRAME = 480;
    private static final int MS = 48;

    /// Between the least and the greatest delay that are left alone.
    private static final int BAND = 12 * MS;

    /// The target may be missed by this much before audio is added.
    private static final int MAX_BELOW = 85 * MS;

    /// Concealed longer than this, there is silence,
    private static final int FADED = 200 * MS;

    /// and longer than this, the stream begins anew with the next packet.
    private static final int STREAM_ENDED = 1_000 * MS;

    /// No poll for so long: the process or the machine stood still.
    private static final long PAUSE_NANOS = 200_000_000;

    /// Ticks between two changes of speed; in haste there is none.
    private static final int REST = 5;

    /// So many late packets one after the other are a stream that goes on at an earlier timestamp.
    private static final int ALWAYS_LATE = 20;

    private static final int MERGE = 240;
    private static final int MOST_MISSING = 1_000; // more is another stream, not a loss

    private final DelayEstimator estimator;
    private final long tooMuch;
    private final Decoder[] decoders = new Decoder[128];
    private final PacketStore store = new PacketStore();
    private final SampleQueue queue = new SampleQueue();
    private final TimeStretcher stretcher = new TimeStretcher();
    private final Timeline timeline = new Timeline();
    private final Counters counters = new Counters();
    private final short[] scratch = new short[Codec.MAX_SAMPLES];

    private boolean begun; // a stream is known
    private int ssrc;
    private int lateInARow;
    private int oddSequence = -1; // what would confirm a jump of the timestamp
    private long tick;
    private long lastPollNanos;
    private long played = SampleQueue.NO_PACKET;
    private boolean paused; // and what came meanwhile is still to be sorted out

    private boolean playing; // false: waits until the first packet has waited long enough
    private Decoder active; // the one that decoded last, null before the first
    private long next; // number of the sample after the queue's last
    private int lastSequence = -1;
    private long stall;
    private long concealedInARow;
    private boolean merge; // what is decoded next doesn't continue what was played
    private int rested;

    public JitterBuffer(JitterSettings settings) {
        estimator = new DelayEstimator(settings);
        tooMuch = 2L * settings.maxMs() * MS;
    }

    /// Payloads of type `payloadType` (0..127) are for `decoder`, which stays the caller's. One that it takes the place of is not used any more and may
    /// be closed at once; the others only after the last `poll`.
    public void decoder(int payloadType, Decoder decoder) {
        Decoder before = decoders[payloadType];
        decoders[payloadType] = decoder;
        if (before != null && !before.equals(decoder)) {
            store.replace(before, decoder);
            if (before.equals(active)) {
                active = null;
                merge = true;
            }
        }
    }

    /// Takes a packet of audio; copies the payload.
    ///
    /// @param payloadType RTP payload type, 0..127; one without decoder is dropped and counted
    /// @param sequenceNumber RTP sequence number, 0..65535
    /// @param timestamp RTP timestamp, 32 bit, in units of the decoder's clock rate
    /// @param packetSsrc of the sender; another one than before begins anew
    /// @param arrivalNanos [System#nanoTime] when the packet was read from the socket
    public void insert(
            int payloadType,
            int sequenceNumber,
            int timestamp,
            int packetSsrc,
            byte[] payload,
            int offset,
            int length,
            long arrivalNanos) {
        counters.received.incrementAndGet();
        Decoder decoder = decoders[payloadType & 0x7F];
        int samples =
                decoder == null || length > PacketStore.MAX_PAYLOAD
                        ? 0
                        : decoder.samplesIn(payload, offset, length);
        if (samples == 0
                || !belongs(decoder, sequenceNumber, timestamp, packetSsrc, arrivalNanos)) {
            counters.discarded.incrementAndGet();
            return;
        }
        long first = timeline.at(timestamp);
        timeline.accept(timestamp, arrivalNanos);
        estimator.arrived(tick, first);
        if (playing && first < next) {
            counters.late.incrementAndGet();
            counters.lost.updateAndGet(lost -> Math.max(0, lost - 1));
            if (++lateInARow < ALWAYS_LATE) {
                return;
            }
            startOver(); // the sender's clock was set back
            estimator.arrived(tick, first);
        }
        lateInARow = 0;
        if (store.isFull()) {
            store.removeFirst();
            counters.discarded.incrementAndGet();
        }
        if (!store.insert(
                decoder, sequenceNumber, timestamp, first, samples, payload, offset, length)) {
            counters.duplicates.incrementAndGet();
        }
    }

    /// Whether the packet is of the stream that we play, or begins a new one.
    private boolean belongs(
            Decoder decoder, int sequenceNumber, int timestamp, int packetSsrc, long nanos) {
        if (!begun || packetSsrc != ssrc || decoder.clockRate() != timeline.clockRate()) {
            if (begun) {
                startOver();
            }
            begin(decoder, timestamp, packetSsrc, nanos);
            return true;
        }
        if (!timeline.jumps(timestamp, nanos)) {
            oddSequence = -1;
            return true;
        }
        if (sequenceNumber
                != oddSequence) { // one odd packet proves nothing; a second in sequence does
            oddSequence = (sequenceNumber + 1) & 0xFFFF;
            return false;
        }
        startOver();
        begin(decoder, timestamp, packetSsrc, nanos);
        return true;
    }

    private void begin(Decoder decoder, int timestamp, int packetSsrc, long nanos) {
        begun = true;
        ssrc = packetSsrc;
        oddSequence = -1;
        timeline.begin(decoder.clockRate(), timestamp, nanos);
    }

    /// What waits is of no use any more; what comes begins a stream of its own.
    private void startOver() {
        counters.resets.incrementAndGet();
        counters.discarded.addAndGet(store.size());
        store.clear();
        estimator.restart();
        await();
    }

    /// Gives silence until the first packet has waited as long as the target.
    private void await() {
        playing = false;
        merge = true;
        lastSequence = -1;
    }

    /// Fills `frame` with the next 480 samples. To be called every 10 ms of the playout device's clock.
    ///
    /// @param nowNanos [System#nanoTime]; tells a pause of the process from a steady stream
    public void poll(long nowNanos, short[] frame) {
        paused |= counters.polls.getAndIncrement() > 0 && nowNanos - lastPollNanos > PAUSE_NANOS;
        lastPollNanos = nowNanos;
        if (paused && store.first() != null) {
            paused = false;
            skipToNewest();
        }
        if (!playing) {
            startWhenDue();
        }
        if (playing && delay() > tooMuch) {
            skipToNewest();
            startWhenDue();
        }
        if (!playing && queue.size() < FRAME) {
            played = SampleQueue.NO_PACKET;
            fill(frame);
        } else {
            while (queue.size() < FRAME) {
                refill();
            }
            stretch();
            counters.delay.set(Math.max(0, delay() - stall));
            played = queue.take(frame);
        }
        counters.target.set(estimator.target());
        counters.waiting.set(store.size());
        tick++;
        estimator.tick();
    }

    /// The RTP timestamp (unsigned) of the packet whose first sample lies in the frame that `poll` gave out last; −1 when no packet begins
    /// there. Playout thread; to measure the path.
    public long playedTimestamp() {
        return played;
    }

    /// What happened until now. Any thread.
    public JitterStatistics statistics() {
        return counters.snapshot();
    }

    /// The delay of the next sample to be given out.
    private long delay() {
        return estimator.delayAt(tick, next - queue.size());
    }

    private void startWhenDue() {
        Packet first = store.first();
        if (first == null || estimator.delayAt(tick, first.timestamp()) < estimator.target()) {
            return;
        }
        playing = true;
        next = first.timestamp();
        stall = 0;
    }

    /// After a pause of the process, or when far too much waits: what is old is given up, the newest is played with the usual delay.
    private void skipToNewest() {
        Packet newest = store.last();
        if (newest == null) {
            return;
        }
        counters.resets.incrementAndGet();
        long keep = newest.timestamp() - estimator.target();
        while (store.first().timestamp() < keep) {
            store.removeFirst();
            counters.discarded.incrementAndGet();
        }
        estimator.restart();
        estimator.arrived(tick, newest.timestamp());
        queue.clear();
        await();
    }

    /// Not playing: silence, at the beginning the rest of what was played before, faded out.
    private void fill(short[] frame) {
        int rest = queue.size();
        System.arraycopy(queue.samples(), 0, frame, 0, rest);
        for (int i = 0; i < rest; i++) {
            frame[i] = (short) (frame[i] * (rest - i) / rest);
        }
        Arrays.fill(frame, rest, FRAME, (short) 0);
        queue.clear();
    }

    /// Puts at least one sample into the queue.
    private void refill() {
        Packet packet = store.first();
        while (packet != null
                && packet.timestamp() < next) { // its turn went by while it waited behind a gap
            store.removeFirst();
            counters.late.incrementAndGet();
            packet = store.first();
        }
        if (packet == null) {
            conceal();
            return;
        }
        long gap = packet.timestamp() - next;
        if (gap <= stall) {
            play(packet);
        } else if (gap - stall > tooMuch) {
            await();
            startWhenDue();
            conceal();
        } else if (gap - stall > packet.samples() || !repair(packet, (int) (gap - stall))) {
            conceal();
        }
    }

    private void play(Packet packet) {
        next = packet.timestamp();
        stall = 0;
        countMissing(packet.sequenceNumber());
        Decoder decoder = packet.decoder();
        int tail = merge || !decoder.equals(active) ? continuation(decoder) : 0;
        concealedInARow = 0;
        int start = queue.size();
        queue.mark(packet.rtpTimestamp());
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
        next += samples;
        active = decoder;
        merge = false;
        store.removeFirst();
    }

    /// The decoder that played until now says goodbye into `scratch`; the new one begins from nothing.
    private int continuation(Decoder decoder) {
        int samples = 0;
        if (active != null && concealedInARow < FADED) {
            active.conceal(scratch, 0, FRAME);
            samples = MERGE;
        }
        decoder.reset();
        return samples;
    }

    private void fadeOver(short[] samples, int start, int length) {
        for (int i = 0; i < length; i++) {
            int to = samples[start + i] * i;
            int from = scratch[i] * (length - i);
            samples[start + i] = (short) ((from + to) / length);
        }
    }

    private void countMissing(int sequenceNumber) {
        int missing = (sequenceNumber - lastSequence - 1) & 0xFFFF;
        if (lastSequence >= 0 && missing < MOST_MISSING) {
            counters.lost.addAndGet(missing);
        }
        lastSequence = sequenceNumber;
    }

    /// Takes the audio that came right before `packet` from the redundancy within it (Opus FEC).
    private boolean repair(Packet packet, int missing) {
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
        queue.appended(missing);
        stall += missing;
        concealedInARow = 0;
        counters.repaired.incrementAndGet();
        return true;
    }

    private void conceal() {
        int start = queue.size();
        short[] samples = queue.samples();
        if (active == null || concealedInARow >= FADED) {
            Arrays.fill(samples, start, start + FRAME, (short) 0);
            counters.silence.addAndGet(FRAME);
        } else {
            active.conceal(samples, start, FRAME);
            if (concealedInARow + FRAME >= FADED) {
                fadeOut(samples, start);
            }
        }
        queue.appended(FRAME);
        stall += FRAME;
        concealedInARow += FRAME;
        counters.concealed.addAndGet(FRAME);
        if (stall >= STREAM_ENDED && store.first() == null) {
            estimator.restart(); // the pause says nothing about the network
            await();
        }
    }

    private static void fadeOut(short[] samples, int start) {
        for (int i = 0; i < FRAME; i++) {
            samples[start + i] = (short) (samples[start + i] * (FRAME - i) / FRAME);
        }
    }

    /// Brings the delay nearer to the target, when it is far from it.
    private void stretch() {
        int target = estimator.target();
        boolean haste = delay() > 4L * target + BAND;
        if (!playing || stall > 0 || (rested++ < REST && !haste)) {
            return;
        }
        long low = Math.max(target * 3L / 4, target - MAX_BELOW);
        long high = Math.max(target, low + BAND);
        if (delay() >= high) {
            accelerate(low, haste);
        } else if (delay() < low) {
            expand(high);
        }
    }

    private void accelerate(long low, boolean haste) {
        lookAhead();
        int most = (int) Math.min(delay() - low, queue.size() - FRAME);
        int removed = stretcher.accelerate(queue.samples(), queue.size(), most, haste);
        queue.stretched(-removed);
        counters.accelerated.addAndGet(removed);
        rested = removed > 0 ? 0 : rested;
    }

    private void expand(long high) {
        lookAhead();
        int most = (int) Math.min(high - delay(), Integer.MAX_VALUE);
        int added = stretcher.expand(queue.samples(), queue.size(), most);
        queue.stretched(added);
        counters.expanded.addAndGet(added);
        rested = added > 0 ? 0 : rested;
    }

    /// Decodes packets that wait already, so that the stretcher sees more.
    private void lookAhead() {
        Packet packet;
        while (queue.size() < TimeStretcher.WANTED
                && queue.hasRoom()
                && (packet = store.first()) != null
                && packet.timestamp() == next) {
            play(packet);
        }
    }
}
