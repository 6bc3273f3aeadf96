package org.earshot.softphone.media.rtp;

/// How good a call sounds, from what the network does to it: the E-model (ITU-T G.107, and G.107.1 for wideband) with its defaults for all
/// that is not delay, codec or loss.
///
/// A wideband call is rated on a scale up to 129 and brought to that of G.107 by [Impairment#narrow] (G.107.1 §7.8). So each call's score says
/// how good it is for its kind, and an undisturbed one of G.711 has hardly less than one of Opus.
public final class EModel {

    private static final double BEST_RATING = 93.2;
    private static final double BEST_WIDEBAND_RATING = 129;
    private static final double WIDEBAND_FACTOR = 1.29;
    private static final double DELAY_KNEE_MILLIS = 177.3;

    private EModel() {}

    /// What a codec costs.
    public enum Impairment {
        /// G.711 with concealment (G.113 appendix I: Ie 0, Bpl 25.1).
        G711(false, 0, 25.1),
        /// G.722 at 64 kbit/s. Ie,wb 13 is what papers quote of G.113 appendix IV, of which the text was not at hand; Bpl is an assumption:
        /// that of G.711, whose concealment is the same here.
        G722(true, 13, 25.1),
        /// Opus with concealment and FEC at speech rates. G.113 has no values: Ie,wb 0 and the robustness of G.711 are assumptions.
        OPUS(true, 0, 25.1);

        private final boolean wideband;
        private final double equipment;
        private final double lossRobustness;

        Impairment(boolean wideband, double equipment, double lossRobustness) {
            this.wideband = wideband;
            this.equipment = equipment;
            this.lossRobustness = lossRobustness;
        }

        /// A rating of this codec on the scale of G.107, 100 and less.
        public double narrow(double rating) {
            return wideband ? rating / WIDEBAND_FACTOR : rating;
        }

        private double best() {
            return wideband ? BEST_WIDEBAND_RATING : BEST_RATING;
        }
    }

    /// The transmission rating R, up to 93.2, or up to 129 for a wideband codec.
    ///
    /// @param oneWayMillis mouth to ear, 0 or more
    /// @param lossPercent  0–100
    /// @param burstRatio   1 for losses at random, more when they come together
    public static double rating(
            Impairment codec, double oneWayMillis, double lossPercent, double burstRatio) {
        // straight lines along the curve that G.107 has with its defaults; on the wide scale the
        // same points are taken
        double delay = 0.024 * oneWayMillis + 0.11 * Math.max(0, oneWayMillis - DELAY_KNEE_MILLIS);
        double loss =
                lossPercent == 0
                        ? 0
                        : (95 - codec.equipment)
                                * lossPercent
                                / (lossPercent / burstRatio + codec.lossRobustness);
        return codec.best() - delay - codec.equipment - loss;
    }

    /// The mean opinion score that a rating on the scale of G.107 stands for: 1–4.5 (G.107 annex B).
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
