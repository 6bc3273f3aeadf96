package org.earshot.interop;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.earshot.softphone.media.processing.Resampler;

/// How good speech is that went through something, beside what was said, for an ear: the method of ViSQOL in its mode for speech (Hines and
/// others, "ViSQOL: an objective speech quality model", 2015, as changed by Chinen and others, "ViSQOL v3", 2020). **This is our own writing
/// of that method, not Google's programme**, and was not compared with its figures: good to compare phones with each other by one rule, not
/// with figures that were measured elsewhere.
///
/// What was heard is shifted as a whole to where it fits best and made as loud as what was said; both become spectrograms of an ear's
/// bands ([EarSpectrogram]); patches of 400 ms with speech ([SpokenPatches]) are looked for in what was heard ([PatchPath]), each is then
/// shifted by samples, and compared ([PatchSimilarity]).
///
/// @param nsim the mean likeness of the patches: 1 for equals
/// @param patches how many were compared
/// @param lost how many of these were not found, and count as 0
record SpeechQuality(double nsim, int patches, int lost) {
    private static final int TOLD_RATE = 48_000;

    // what ViSQOL 3 makes of a likeness: fitted by its authors to what people said of calls over IP
    // (TCD-VoIP)
    private static final double FIT_A = -262.847869;
    private static final double FIT_B = 0.0154302525;
    private static final double FIT_X0 = -361.063949;
    private static final double FIT_SCALE = 1.245063; // so that equals have 5
    private static final double NOTHING_IN_COMMON = 0.15;

    /// @param said 48 kHz mono, with speech in it
    /// @param heard 48 kHz mono, as long or nearly so, up to half of that earlier or later
    /// @throws IllegalArgumentException where there is no speech in what was said, or too little
    static SpeechQuality of(short[] said, short[] heard) {
        double[] reference = sixteenKilohertz(said);
        double[] degraded = sixteenKilohertz(heard);
        degraded = shifted(degraded, EnvelopeLag.of(reference, degraded));
        scale(degraded, level(reference) / level(degraded));
        EarSpectrogram one = EarSpectrogram.of(reference);
        EarSpectrogram other = EarSpectrogram.of(degraded);
        EarSpectrogram.level(one, other);
        int[] firsts =
                Arrays.stream(SpokenPatches.in(reference, one.length()))
                        .filter(first -> first - SpokenPatches.FRAMES / 2 <= other.length())
                        .toArray();
        if (firsts.length == 0 || other.length() == 0) {
            throw new IllegalArgumentException("no speech to compare");
        }
        int[] places = PatchPath.find(one, firsts, other);
        double sum = 0;
        int lost = 0;
        for (int i = 0; i < firsts.length; i++) {
            if (places[i] == PatchPath.LOST) {
                lost++;
                continue;
            }
            double alike =
                    PatchSimilarity.of(
                            one.patch(firsts[i], SpokenPatches.FRAMES),
                            other.patch(places[i], SpokenPatches.FRAMES));
            double shifted =
                    shiftedBySamples(patch(reference, firsts[i]), patch(degraded, places[i]))
                            .orElse(alike);
            sum += Math.max(alike, shifted);
        }
        return new SpeechQuality(sum / firsts.length, firsts.length, lost);
    }

    /// What people would say of it, from 1 (bad) to 5 (as it was said), as far as the fit of ViSQOL's authors goes.
    double mosLqo() {
        double mos = FIT_SCALE * (FIT_A + Math.exp(FIT_B * (nsim - FIT_X0)));
        return nsim < NOTHING_IN_COMMON ? 1 : Math.clamp(mos, 1, 5);
    }

    /// How alike two patches are where the second is shifted to fit the first; empty where too little is left of them.
    private static OptionalDouble shiftedBySamples(double[] one, double[] other) {
        int lag = EnvelopeLag.of(one, other);
        int length = Math.min(one.length - Math.max(0, -lag), other.length - Math.max(0, lag));
        if (length <= EarSpectrogram.WINDOW) {
            return OptionalDouble.empty();
        }
        EarSpectrogram first = EarSpectrogram.of(part(one, Math.max(0, -lag), length));
        EarSpectrogram second = EarSpectrogram.of(part(other, Math.max(0, lag), length));
        EarSpectrogram.level(first, second);
        return OptionalDouble.of(
                PatchSimilarity.of(
                        first.patch(0, first.length()), second.patch(0, second.length())));
    }

    private static double[] patch(double[] samples, int frame) {
        int from = Math.min(samples.length, frame * EarSpectrogram.HOP);
        return part(
                samples,
                from,
                Math.min(samples.length - from, SpokenPatches.FRAMES * EarSpectrogram.HOP));
    }

    private static double[] part(double[] samples, int from, int length) {
        return Arrays.copyOfRange(samples, from, from + length);
    }

    /// Begins so much later, or with so much silence before it where that is negative.
    private static double[] shifted(double[] samples, int by) {
        if (by >= 0) {
            return Arrays.copyOfRange(samples, by, samples.length);
        }
        double[] shifted = new double[samples.length - by];
        System.arraycopy(samples, 0, shifted, -by, samples.length);
        return shifted;
    }

    private static double level(double[] samples) {
        return Math.sqrt(Arrays.stream(samples).map(x -> x * x).average().orElse(0));
    }

    private static void scale(double[] samples, double by) {
        for (int i = 0; i < samples.length && Double.isFinite(by); i++) {
            samples[i] *= by;
        }
    }

    private static double[] sixteenKilohertz(short[] samples) {
        Resampler resampler =
                new Resampler(TOLD_RATE, EarSpectrogram.RATE, Resampler.FINE, samples.length);
        short[] resampled = new short[resampler.maxOutput(samples.length)];
        int length = resampler.process(samples, 0, samples.length, resampled, 0);
        double[] result = new double[length];
        Arrays.setAll(result, i -> resampled[i] / 32_768.0);
        return result;
    }
}
