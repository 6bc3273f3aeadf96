package org.earshot.softphone.media;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.jitter.JitterStatistics;
import org.earshot.softphone.media.noise.NoiseModel;
import org.earshot.softphone.media.processing.DigitDetector;

/// From the ring to the loudspeaker. Confined to the playout thread but for what says otherwise.
final class PlayoutStream {

    private final PacketRing ring;
    private final MediaTap tap;
    private final Consumer<Character> onDigit; // made once: not for each frame
    private final DigitDetector digits = new DigitDetector();
    private final JitterBuffer jitterBuffer = new JitterBuffer(JitterSettings.DEFAULT);
    private final Queue<PlayoutPlan> offered = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Decoder> decoders = new HashMap<>();
    private Optional<PlayoutPlan> plan = Optional.empty();

    PlayoutStream(PacketRing ring, MediaTap tap, MediaListener listener) {
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
        jitterBuffer.poll(nanoTime, frame);
        listenForDigits(frame, plan.get().parameters());
        long timestamp = jitterBuffer.playedTimestamp();
        if (timestamp >= 0) {
            tap.played(timestamp, nanoTime);
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
            use(next.parameters().codec().receivedPayloadType(), next.decoder());
            if (next.parameters().codec().receivedPayloadType() != NoiseModel.PAYLOAD_TYPE) {
                next.noise().ifPresent(noise -> use(NoiseModel.PAYLOAD_TYPE, noise));
            }
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
