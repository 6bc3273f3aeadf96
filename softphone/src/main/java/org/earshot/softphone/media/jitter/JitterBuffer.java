package org.earshot.softphone.media.jitter;

import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.jitter.PacketStore.Packet;
import org.earshot.softphone.media.rtp.ReceiverStatistics;
import org.earshot.softphone.media.rtp.SeenNumbers;
import org.earshot.softphone.media.rtp.SequenceNumber;

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

    /// Nothing for longer than this: the stream begins anew with the next packet.
    private static final int STREAM_ENDED = 1_000 * MS;

    /// No poll for so long: the process or the machine stood still.
    private static final long PAUSE_NANOS = 200_000_000;

    private static final long TICK_NANOS = 10_000_000;

    /// Where the next tick is later than that, nobody knows whether it will be caught up with.
    private static final int MOST_TICKS_LATE = 4;

    /// So many late packets one after the other are a stream that goes on at an earlier timestamp.
    private static final int ALWAYS_LATE = 20;

    /// The same where each of them is the newest by its number: no network does that.
    private static final int SET_BACK = 2;

    private static final int NONE = -1;

    /// Copies that lie further behind are not waited for.
    private static final int MOST_BEHIND = 200 * MS;

    private final DelayEstimator estimator;
    private final long tooMuch;
    private final Decoder[] decoders = new Decoder[128];
    private final PacketStore store = new PacketStore();
    private final SampleQueue queue = new SampleQueue();
    private final Counters counters = new Counters();
    private final StreamIdentity stream = new StreamIdentity();
    private final Renderer renderer = new Renderer(queue, counters);
    private final SpeedControl speed = new SpeedControl(queue, counters);
    private final MissingPackets missingPackets = new MissingPackets(counters);
    private final SeenNumbers seen = new SeenNumbers();
    private final CopiesBehind copies = new CopiesBehind();

    private int lateInARow;
    private int newestNumber = NONE;
    private long tick;
    private long lastPollNanos;
    private long played = SampleQueue.NO_PACKET;
    private long owedNanos;
    private boolean paused; // and what came meanwhile is still to be sorted out

    private boolean playing; // false: waits until the first packet has waited long enough
    private boolean quiet; // only when not playing: the sender is silent and said so
    private long quietSince;
    private long next; // number of the sample after the queue's last
    private long stall;

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
            renderer.forget(before);
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
        if (!seen.isNew(sequenceNumber, timestamp)) {
            counters.duplicates.incrementAndGet(); // neither late nor in place of what is missing
            return;
        }
        copies.packet();
        boolean newest = isNewest(sequenceNumber);
        long first = stream.take(timestamp, arrivalNanos);
        if (!decoder.pauses(length)) { // senders are careless when they send those
            estimator.arrived(arrival(arrivalNanos), first);
        }
        if ((playing && first < next) || (quiet && first < quietSince)) {
            counters.late.incrementAndGet();
            counters.lost.updateAndGet(lost -> Math.max(0, lost - 1));
            lateInARow += newest ? ALWAYS_LATE / SET_BACK : 1;
            if (lateInARow < ALWAYS_LATE) {
                return;
            }
            startOver(); // the sender's clock was set back
            estimator.arrived(arrival(arrivalNanos), first);
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

    /// Whether nothing came that was sent later.
    private boolean isNewest(int sequenceNumber) {
        int ahead =
                newestNumber == NONE ? 1 : SequenceNumber.distance(newestNumber, sequenceNumber);
        boolean newest = ahead > 0 || ahead < -ReceiverStatistics.MAX_MISORDER;
        newestNumber = newest ? sequenceNumber : newestNumber;
        return newest;
    }

    /// Takes older audio that came with a packet, in case it was lost (RFC 2198). The packet's own is to be inserted before.
    ///
    /// @param payloadType of the older audio, as in [#insert]
    /// @param sequenceNumber of the packet that brought it, likewise its `timestamp`
    /// @param ago how much older it is, in units of the decoder's clock rate
    public void restore(
            int payloadType,
            int sequenceNumber,
            int timestamp,
            int ago,
            int packetSsrc,
            byte[] payload,
            int offset,
            int length) {
        Decoder decoder = decoders[payloadType & 0x7F];
        if (!playing
                || !stream.isOf(packetSsrc)
                || decoder == null
                || length > PacketStore.MAX_PAYLOAD
                || decoder.pauses(length)) {
            return;
        }
        int samples = decoder.samplesIn(payload, offset, length);
        long first = stream.at(timestamp - ago);
        int behind = (int) (stream.at(timestamp) - first);
        if (samples == 0 || behind < samples || behind > MOST_BEHIND) {
            return;
        }
        copies.seen(behind);
        int number = (sequenceNumber - behind / samples) & 0xFFFF;
        if (!seen.isNew(number, timestamp - ago)) {
            return; // it had come
        }
        estimator.missed(copies.behind());
        if (first >= next
                && !store.isFull()
                && store.insert(
                        decoder,
                        number,
                        timestamp - ago,
                        first,
                        samples,
                        payload,
                        offset,
                        length)) {
            counters.restored.incrementAndGet();
        }
    }

    /// A packet came that is no audio, such as one of a key: its number is none that is missing.
    ///
    /// @param sequenceNumber RTP sequence number, 0..65535
    /// @param packetSsrc of the sender; what others than the present one send is of no interest
    public void pass(int sequenceNumber, int packetSsrc) {
        if (stream.isOf(packetSsrc)) {
            missingPackets.pass(sequenceNumber);
        }
    }

    /// When a packet came, in samples: after the tick that was, and in time for the one that comes; later where ticks are owed.
    private long arrival(long nanos) {
        long since = (nanos - lastPollNanos) * MS / 1_000_000;
        return counters.polls.get() == 0
                ? tick * FRAME
                : (tick - 1) * FRAME + Math.clamp(since, 1, MOST_TICKS_LATE * FRAME) + owed();
    }

    /// Ticks that the process stood still for, and that come in haste now, in samples: a packet that is read between them did not come early. Where they don't come in haste
    /// the loudspeaker has done without them.
    private long owed() {
        return owedNanos * MS / 1_000_000;
    }

    private void owe(long sinceLastPoll) {
        boolean hasty = sinceLastPoll < TICK_NANOS / 2;
        owedNanos =
                Math.clamp((hasty ? owedNanos : 0) + sinceLastPoll - TICK_NANOS, 0, PAUSE_NANOS);
    }

    /// Whether the packet is of the stream that we play, or begins a new one.
    private boolean belongs(
            Decoder decoder, int sequenceNumber, int timestamp, int packetSsrc, long nanos) {
        return switch (stream.judge(
                decoder.clockRate(), sequenceNumber, timestamp, packetSsrc, nanos)) {
            case SAME, FIRST -> true;
            case OTHER -> {
                startOver();
                yield true;
            }
            case ODD -> false;
        };
    }

    /// What waits is of no use any more; what comes begins a stream of its own.
    private void startOver() {
        counters.resets.incrementAndGet();
        counters.discarded.addAndGet(store.size());
        store.clear();
        seen.clear();
        copies.clear();
        estimator.restart();
        newestNumber = NONE;
        await();
    }

    /// Gives silence until the first packet has waited as long as the target.
    private void await() {
        playing = false;
        quiet = false;
        renderer.interrupt();
        missingPackets.clear();
    }

    /// Fills `frame` with the next 480 samples. To be called every 10 ms of the playout device's clock.
    ///
    /// @param nowNanos [System#nanoTime]; tells a pause of the process from a steady stream
    public void poll(long nowNanos, short[] frame) {
        if (counters.polls.getAndIncrement() > 0) {
            paused |= nowNanos - lastPollNanos > PAUSE_NANOS;
            owe(nowNanos - lastPollNanos);
        }
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
        if (!playing && queue.size() < FRAME && !pause()) {
            played = SampleQueue.NO_PACKET;
            renderer.drain(frame);
        } else {
            while (queue.size() < FRAME) {
                refill();
            }
            stretch();
            if (playing) {
                counters.delay.set(Math.max(0, delay() - stall));
            }
            played = queue.take(frame);
        }
        counters.target.set(estimator.target());
        counters.waiting.set(store.size());
        tick++;
        estimator.tick();
    }

    /// Whether the next frame would have to be made up, in whole or in part, for want of a packet. Playout thread.
    public boolean isDry() {
        Packet first = store.first();
        return playing
                && queue.size() < FRAME
                && (first == null || first.timestamp() - next > stall);
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
        if (first == null
                || first.pauses()
                || estimator.delayAt(tick, first.timestamp()) < estimator.target()) {
            return;
        }
        playing = true;
        quiet = false;
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
        estimator.arrived(tick * FRAME, newest.timestamp());
        queue.clear();
        await();
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
        } else if (gap - stall > tooMuch || skipsTime(packet, gap - stall)) {
            await();
            startWhenDue();
            conceal();
        } else if (gap - stall > packet.samples() || !repair(packet, (int) (gap - stall))) {
            conceal();
        }
    }

    /// Whether the sender's clock made a leap, or it was silent without a word: then there is nothing to wait for but the usual delay.
    private boolean skipsTime(Packet packet, long missing) {
        return missing > packet.samples() && missingPackets.isNext(packet.sequenceNumber());
    }

    private void play(Packet packet) {
        next = packet.timestamp();
        stall = 0;
        countMissing(packet);
        if (packet.pauses()) {
            // what is said next begins with a delay as at the start
            playing = false;
            quiet = true;
            quietSince = next;
        }
        next += renderer.decode(packet);
        store.removeFirst();
    }

    /// Fills a frame with comfort noise (RFC 3389), if the sender is silent and said so.
    private boolean pause() {
        Packet first = store.first();
        if (first != null && first.pauses()) {
            play(first);
        } else if (quiet) {
            renderer.pause();
        }
        return quiet;
    }

    private void countMissing(Packet packet) {
        int missing = missingPackets.until(packet.sequenceNumber());
        int behind = Math.max(packet.decoder().repairs() ? packet.samples() : 0, copies.behind());
        if (missing > 0 && behind > 0) {
            estimator.missed(behind);
        }
    }

    private boolean repair(Packet packet, int missing) {
        boolean repaired = renderer.repair(packet, missing);
        stall += repaired ? missing : 0;
        return repaired;
    }

    private void conceal() {
        renderer.conceal();
        stall += FRAME;
        if (stall >= STREAM_ENDED && store.first() == null) {
            estimator.restart(); // the pause says nothing about the network
            await();
        }
    }

    private void stretch() {
        if (!playing || stall > 0) {
            return;
        }
        long excess = speed.excess(delay(), estimator.target());
        if (excess != 0) {
            lookAhead();
            if (excess < 0 || mayHurry()) {
                speed.change(excess);
            }
        }
    }

    /// Not where something later waits already, such as what went by a faster route: the rest is about to come, and there would be a gap in its
    /// place. And not in haste where nothing waits: then it is the network that has become slower, and not the delay in here.
    private boolean mayHurry() {
        Packet first = store.first();
        return first == null ? !speed.isInHaste() : first.timestamp() == next;
    }

    /// Decodes packets that wait already, so that the stretcher sees more.
    private void lookAhead() {
        Packet packet;
        while (queue.size() < TimeStretcher.WANTED
                && queue.hasRoom()
                && (packet = store.first()) != null
                && packet.timestamp() == next
                && !packet.pauses()) {
            play(packet);
        }
    }
}
