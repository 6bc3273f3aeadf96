package org.earshot.softphone.media.processing;

import java.util.Arrays;
import java.util.Optional;

/// Hears the digits that a phone without telephone-events sends as tones (DTMF), by the tolerances of ITU-T Q.24: taken are tones that are
/// off by up to 1.5 %, from 0 to -27 dBm0, the high one up to 4 dB stronger or 8 dB weaker than the low one, for 40 ms or longer, 30 ms or
/// more apart. Tones that are off by 3.5 %, of less than 23 ms, or with more sound besides are none. Confined to one thread; doesn't
/// allocate but when it has heard a digit.
public final class DigitDetector {
    private static final int FRAME = 480; // 10 ms at 48 kHz
    private static final int NARROW = FRAME / 6;
    private static final int PART = 40; // 5 ms at 8 kHz: longer than any beat of two tones

    /// Between what must be taken and what must be refused.
    private static final double MOST_OFF = 0.025;

    /// The mean square of a tone of -29 dBm0, where 0 dBm0 is 6.2 dB below overload.
    private static final double WEAKEST = 32_768.0 * 32_768 * Math.pow(10, (-29 - 6.2) / 10);

    private static final double HIGH_STRONGER = Math.pow(10, 5 / 10.0);
    private static final double HIGH_WEAKER = Math.pow(10, -9 / 10.0);

    /// Of all that is heard, so much must be the two tones; in speech the rest is harmonics.
    private static final double LEAST_SHARE = 0.8;

    /// Each 5 ms must have this part of the mean power, or the tone does not last.
    private static final double LEAST_PART = 0.5;

    /// So many frames without the tone end a digit: a shorter gap, of up to 10 ms, is a flaw of the line.
    private static final int GAP = 5;

    private final Resampler resampler = new Resampler(48_000, 8_000, Resampler.SPEECH, FRAME);
    private final ToneMeter meter = new ToneMeter();
    private final short[] narrow = new short[NARROW + 1];
    private final double[] samples = new double[ToneMeter.SPAN]; // the newest last
    private char current; // 0: none
    private int missed; // frames since the current digit was heard

    /// Takes the next 480 samples at 48 kHz.
    ///
    /// @return the digit (`0`–`9`, `*`, `#`, `A`–`D`) that begins, some 40 ms after it did
    public Optional<Character> listen(short[] frame) {
        int length = resampler.process(frame, 0, FRAME, narrow, 0);
        System.arraycopy(samples, length, samples, 0, samples.length - length);
        for (int i = 0; i < length; i++) {
            samples[samples.length - length + i] = narrow[i];
        }
        char heard = digit();
        if (heard == 0) {
            missed++;
            if (missed >= GAP) {
                current = 0;
            }
            return Optional.empty();
        }
        missed = 0;
        if (heard == current) {
            return Optional.empty();
        }
        current = heard;
        return Optional.of(heard);
    }

    /// Forgets the past.
    public void reset() {
        resampler.reset();
        Arrays.fill(samples, 0);
        current = 0;
        missed = 0;
    }

    private char digit() {
        double total = meter.total(samples);
        if (total < WEAKEST || !lasts()) {
            return 0;
        }
        int row = strongest(true);
        meter.measure(samples, DigitTones.low(row));
        double low = meter.energy();
        if (low < WEAKEST || isOff(DigitTones.low(row))) {
            return 0;
        }
        int column = strongest(false);
        meter.measure(samples, DigitTones.high(column));
        double high = meter.energy();
        if (high < WEAKEST
                || isOff(DigitTones.high(column))
                || high > low * HIGH_STRONGER
                || high < low * HIGH_WEAKER
                || low + high < total * LEAST_SHARE) {
            return 0;
        }
        return DigitTones.key(row, column);
    }

    private boolean isOff(double expected) {
        return Math.abs(meter.frequency() - expected) > MOST_OFF * expected;
    }

    private int strongest(boolean low) {
        int best = 0;
        double most = -1;
        for (int i = 0; i < DigitTones.GROUP; i++) {
            double energy = meter.energyAt(samples, low ? DigitTones.low(i) : DigitTones.high(i));
            if (energy > most) {
                most = energy;
                best = i;
            }
        }
        return best;
    }

    /// Whether there is sound from the beginning to the end of what is looked at.
    private boolean lasts() {
        double least = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int at = 0; at < samples.length; at += PART) {
            double part = 0;
            for (int i = at; i < at + PART; i++) {
                part += samples[i] * samples[i];
            }
            least = Math.min(least, part);
            sum += part;
        }
        return least * samples.length / PART >= sum * LEAST_PART;
    }
}
