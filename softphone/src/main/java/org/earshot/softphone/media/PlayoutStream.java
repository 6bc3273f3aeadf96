package org.earshot.softphone.media;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.jitter.JitterStatistics;
import org.earshot.softphone.media.processing.DigitDetector;

/// From the ring to the loudspeaker. Confined to the playout thread but for what says otherwise.
///
/// Where the whole process stood still for some frames, as for a collector or for want of a processor, this thread may come to run before the one that receives: what has come
/// meanwhile lies in the socket, and nothing of it needs to be made up. So this one gives way for a moment then.
final class PlayoutStream {
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
    private static final int FRAMES_BEHIND = 6; // that may have to be caught up with
    private static final int MOMENTS = 4;
    private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    private final Runnable moment;
    private final PacketRing ring;
    private final MediaTap tap;
    private final Consumer<Character> onDigit; // made once: not for each frame
    private final DigitDetector digits = new DigitDetector();
    private final JitterBuffer jitterBuffer = new JitterBuffer(JitterSettings.DEFAULT);
    private final Queue<PlayoutPlan> offered = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Decoder> decoders = new HashMap<>();
    private Optional<PlayoutPlan> plan = Optional.empty();
    private long before; // time of the last frame
    private boolean begun;
    private int behind; // frames that may come in haste now

    PlayoutStream(PacketRing ring, MediaTap tap, MediaListener listener) {
        this(ring, tap, listener, () -> LockSupport.parkNanos(MOMENT_NANOS));
    }

    /// @param moment lets the thread that receives run
    PlayoutStream(PacketRing ring, MediaTap tap, MediaListener listener, Runnable moment) {
        this.moment = moment;
        this.ring = ring;
        this.tap = tap;
        onDigit = listener::digitReceived;
    }

    /// What to follow from the next frame on. User-agent thread.
    void follow(PlayoutPlan next) {
        offered.add(next);
    }

    /// Gives 10 ms.
    void playout(short[] frame, long nanoTime) {
        takePlans();
        if (plan.isEmpty() || !plan.get().parameters().direction().receives()) {
            ring.clear();
            Arrays.fill(frame, (short) 0);
            return;
        }
        ring.drainTo(jitterBuffer);
        giveWay(nanoTime);
        jitterBuffer.poll(nanoTime, frame);
        listenForDigits(frame, plan.get().parameters());
        long timestamp = jitterBuffer.playedTimestamp();
        if (timestamp >= 0) {
            tap.played(timestamp, nanoTime);
        }
    }

    private void giveWay(long nanoTime) {
        if (begun && nanoTime - before > LATE_NANOS) {
            behind = FRAMES_BEHIND;
        }
        begun = true;
        before = nanoTime;
        if (behind > 0) {
            behind--;
            for (int i = 0; i < MOMENTS && jitterBuffer.isDry(); i++) {
                moment.run();
                ring.drainTo(jitterBuffer);
            }
        }
    }

    /// A phone without telephone-events sends its keys as tones.
    private void listenForDigits(short[] frame, MediaParameters parameters) {
        if (parameters.telephoneEvent().isEmpty()) {
            digits.listen(frame).ifPresent(onDigit);
        }
    }

    /// Any thread.
    JitterStatistics statistics() {
        return jitterBuffer.statistics();
    }

    private void takePlans() {
        for (PlayoutPlan next = offered.poll(); next != null; next = offered.poll()) {
            next.decoders().forEach(this::use);
            digits.reset();
            plan = Optional.of(next);
        }
    }

    private void use(int payloadType, Decoder decoder) {
        Decoder before = decoders.put(payloadType, decoder);
        if (!decoder.equals(before)) {
            jitterBuffer.decoder(payloadType, decoder);
            if (before != null) {
                before.close();
            }
        }
    }

    /// Closes the decoders. After the last [#playout], by any thread that knows of it.
    void close() {
        takePlans();
        decoders.values().forEach(Decoder::close);
        decoders.clear();
    }
}
