package org.earshot.softphone.media.rtp;

/// How good a call sounds, from what the network does to it: the E-model (ITU-T G.107) with its defaults for all that is
/// not delay, codec or loss.
public final class EModel {

    private static final double BEST_RATING = 93.2;
    private static final double DELAY_KNEE_MILLIS = 177.3;

    private EModel() {}

    /// What a codec costs.
    public enum Impairment {
        /// G.711 with concealment (G.113 table I.1 and appendix: Ie 0, Bpl 25.1).
        G711(0, 25.1),
        /// G.722 with the same concealment. The narrowband model has no values for it; what is lost sounds as with G.711.
        G722(0, 25.1),
        /// Opus with concealment at speech rates. G.113 has no values; Ie 0 and a robustness like G.711's are usual.
        OPUS(0, 25.1);

        private final double equipment;
        private final double lossRobustness;

        Impairment(double equipment, double lossRobustness) {
            this.equipment = equipment;
            this.lossRobustness = lossRobustness;
        }
    }

    /// The transmission rating R.
    ///
    /// @param oneWayMillis mouth to ear, 0 or more
    /// @param lossPercent  0–100
    /// @param burstRatio   1 for losses at random, more when they come together
    public static double rating(
            Impairment codec, double oneWayMillis, double lossPercent, double burstRatio) {
        double delay = 0.024 * oneWayMillis + 0.11 * Math.max(0, oneWayMillis - DELAY_KNEE_MILLIS);
        double loss =
                lossPercent == 0
                        ? 0
                        : (95 - codec.equipment)
                                * lossPercent
                                / (lossPercent / burstRatio + codec.lossRobustness);
        return BEST_RATING - delay - codec.equipment - loss;
    }

    /// The mean opinion score that a rating stands for: 1–4.5 (G.107 annex B).
    public static double opinionScore(double rating) {
        if (rating <= 0) {
            return 1;
        }
        if (rating >= 100) {
            return 4.5;
        }
        // below R = 6.5 the polynomial dips under 1
        return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }
}
