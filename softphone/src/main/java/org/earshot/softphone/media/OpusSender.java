package org.earshot.softphone.media;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.codec.OpusMode;
import org.earshot.softphone.media.noise.SilenceSuppression.Sent;

/// Has an encoder of Opus do what was agreed upon, what the peer's reports advise, and what the machine has time for: it is told what
/// changes, and only that. Confined to the capture thread.
final class OpusSender {
    private static final int UNTOLD = -1;

    private final LongSupplier nanoClock;
    private final EncoderEffort effort = new EncoderEffort();
    private int toldLossPercent = UNTOLD;
    private int toldBitsPerSecond;
    private int toldComplexity;
    private Optional<OpusMode> toldMode = Optional.empty();
    private int length;
    private boolean silent; // and the other side has been told

    /// @param nanoClock by which it is measured how long encoding takes
    OpusSender(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// The next encoder may be another one, as new.
    void forget() {
        toldLossPercent = UNTOLD;
        toldBitsPerSecond = 0;
        toldComplexity = 0;
        toldMode = Optional.empty();
        silent = false;
    }

    /// Encodes a packet.
    ///
    /// @param samples at 48 kHz: 480, 960, 1920 or 2880
    /// @return whether it is to be sent: of a silence (DTX) only the first packet, by which the other side knows
    Sent encode(
            Encoder encoder,
            OpusMode mode,
            Optional<SendAdaptation.Sending> advice,
            short[] pcm,
            int samples,
            byte[] payload,
            int offset) {
        tell(encoder, mode, advice);
        long begun = nanoClock.getAsLong();
        length = encoder.encode(pcm, 0, samples, payload, offset);
        int complexity = effort.after(nanoClock.getAsLong() - begun, samples / 48);
        if (complexity != toldComplexity) {
            encoder.complexity(complexity);
            toldComplexity = complexity;
        }
        boolean toldBefore = silent;
        silent = mode.discontinuous() && Codec.isOpusSilence(length);
        return silent && toldBefore ? Sent.NOTHING : Sent.SOUND;
    }

    /// Bytes of the packet that was encoded last.
    int length() {
        return length;
    }

    /// Whether that was one of a silence.
    boolean isSilent() {
        return silent;
    }

    private void tell(Encoder encoder, OpusMode mode, Optional<SendAdaptation.Sending> advice) {
        if (toldMode.isEmpty() || !toldMode.get().equals(mode)) {
            encoder.follow(mode);
            toldMode = Optional.of(mode);
        }
        int percent =
                advice.isPresent() ? advice.get().lossPercent() : SendAdaptation.WARY_LOSS_PERCENT;
        if (percent != toldLossPercent) {
            encoder.expectLoss(percent);
            toldLossPercent = percent;
        }
        int advised =
                advice.isPresent()
                        ? advice.get().bitsPerSecond()
                        : SendAdaptation.BEST_BITS_PER_SECOND;
        int bitsPerSecond = Math.min(advised, mode.maxBitsPerSecond());
        if (bitsPerSecond != toldBitsPerSecond) {
            encoder.bitrate(bitsPerSecond);
            toldBitsPerSecond = bitsPerSecond;
        }
    }
}
