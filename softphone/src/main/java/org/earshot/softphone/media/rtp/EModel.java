package org.earshot.softphone.media.rtp;

/// How good a call sounds, from what the network does to it: the E-model, for narrowband (ITU-T G.107) and for wideband
/// (G.107.1), with its defaults for all that is not delay, codec or loss, and without echo. Pure.
///
/// The two have scales of their own: R ends at 93.2 and at 129. [#opinionScore] makes of both a score of 1–4.5, each beside the best
/// call of its kind, so scores of a narrowband and of a wideband call don't compare.
public final class EModel {

    private static final double NARROWBAND_BEST = 93.2; // G.107 §7.7, all defaults
    private static final double WIDEBAND_BEST = 129; // G.107.1 §7.2 and §7.3
    private static final double WIDEBAND_SCALE = 1.29;
    private static final double UNNOTICED_MILLIS = 100;

    private EModel() {}

    /// What a codec costs.
    public enum Impairment {
        /// G.711 with concealment (G.113 appendix I: Ie 0, Bpl 25.1). Narrowband.
        G711(false, 0, 25.1),
        /// G.722 at 64 kb/s (G.113 appendix IV: Ie,wb 13). It has no Bpl for it: 15 is an assumption, below G.711's, as an error
        /// of its adaptive prediction lives longer than the loss.
        G722(true, 13, 15),
        /// Opus at speech rates. G.113 has nothing for it; both values are assumptions: Ie,wb 8 as for AMR-WB at 23.85 kb/s (appendix IV),
        /// which is no better codec at no higher rate, Bpl 15 as for G.722. What its redundancy repairs is not to be counted as lost.
        OPUS(true, 8, 15);

        private final boolean wideband;
        private final double equipment;
        private final double lossRobustness;

        Impairment(boolean wideband, double equipment, double lossRobustness) {
            this.wideband = wideband;
            this.equipment = equipment;
            this.lossRobustness = lossRobustness;
        }
    }

    /// The transmission rating R: at most 93.2 for narrowband, at most 129 for wideband; below 0 where nothing is understood.
    ///
    /// @param oneWayMillis mouth to ear, 0 or more
    /// @param lossPercent  0–100: lost, or too late to be played
    /// @param burstRatio   1 for losses at random, more when they come together (G.107 §7.5); below 1 counts as 1. G.107.1 knows losses
    ///                     at random only; the same ratio is used there
    public static double rating(
            Impairment codec, double oneWayMillis, double lossPercent, double burstRatio) {
        double loss =
                lossPercent == 0
                        ? 0
                        : (95 - codec.equipment)
                                * lossPercent
                                / (lossPercent / Math.max(1, burstRatio) + codec.lossRobustness);
        double delay = delayImpairment(oneWayMillis);
        return codec.wideband
                ? WIDEBAND_BEST - WIDEBAND_SCALE * delay - codec.equipment - loss
                : NARROWBAND_BEST - delay - codec.equipment - loss;
    }

    /// Idd: too long a way makes people interrupt each other (G.107 §7.4).
    private static double delayImpairment(double oneWayMillis) {
        if (oneWayMillis <= UNNOTICED_MILLIS) {
            return 0;
        }
        double x = Math.log(oneWayMillis / UNNOTICED_MILLIS) / Math.log(2);
        return 25 * (sixthPower(x) - 3 * sixthPower(x / 3) + 2);
    }

    private static double sixthPower(double x) {
        return Math.pow(1 + Math.pow(x, 6), 1.0 / 6);
    }

    /// A rating of any codec on the scale of narrowband, 0–100 (G.107.1 annex A), as RTCP tells it (RFC 3611 §4.7.5).
    public static double commonScale(Impairment codec, double rating) {
        return Math.clamp(codec.wideband ? rating / WIDEBAND_SCALE : rating, 0, 100);
    }

    /// The mean opinion score that a rating stands for: 1–4.5 (G.107 annex B, G.107.1 annex A).
    public static double opinionScore(Impairment codec, double rating) {
        double r = commonScale(codec, rating);
        // below R = 6.5 the polynomial dips under 1
        return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
    }

    /// The burst ratio (G.107 §7.5): how long the runs of missing packets are, to how long they would be if the same number were
    /// missing at random.
    ///
    /// @param packets all, missing ones too
    /// @param missing of them
    /// @param runs    of missing packets, one behind the other without a gap
    /// @return 1 or more
    public static double burstRatio(long packets, long missing, long runs) {
        if (missing <= 0 || runs <= 0 || packets <= missing) {
            return 1;
        }
        double share = (double) missing / packets;
        return Math.max(1, (double) missing / runs * (1 - share));
    }
}
