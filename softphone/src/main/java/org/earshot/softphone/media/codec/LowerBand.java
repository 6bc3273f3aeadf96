package org.earshot.softphone.media.codec;

import java.util.Arrays;

/// The band up to 4 kHz of G.722: ADPCM with 6 bits a sample, of which only the upper 4 steer the adaptation, so that a decoder may
/// do without the lower 2 (ITU-T G.722 §3, §4). Confined to one thread; doesn't allocate.
final class LowerBand {
    private static final int CODE_BITS = 6;
    private static final int CORE_BITS = 4;

    /// Between the intervals of the quantizer, from zero outwards, in units of 2^-12 steps: the table Q6.
    private static final int[] THRESHOLDS = {
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940,
        1_023, 1_121, 1_219, 1_339, 1_458, 1_612, 1_765, 1_980, 2_195, 2_557, 2_919
    };

    /// What the decoder makes of the intervals, from zero outwards, in units of 2^-15 steps: the tables QQ6, QQ5 and QQ4, shifted.
    private static final int[] OUTPUTS_6 = {
        136, 432, 728, 1_040, 1_360, 1_688, 2_032, 2_400, 2_776, 3_168, 3_576, 4_008, 4_464, 4_944,
        5_456, 6_000, 6_576, 7_192, 7_856, 8_576, 9_360, 10_232, 11_192, 12_280, 13_512, 14_984,
        16_704, 19_008, 21_904, 24_808
    };

    private static final int[] OUTPUTS_5 = {
        280, 880, 1_520, 2_208, 2_960, 3_784, 4_696, 5_712, 6_864, 8_184, 9_752, 11_664, 14_120,
        17_560, 23_352
    };
    private static final int[] OUTPUTS_4 = {0, 1_200, 2_584, 4_240, 6_288, 8_968, 12_896, 20_456};

    /// How the step grows after an interval of the upper 4 bits: the table WL.
    private static final int[] GROWTH = {-60, -30, 58, 172, 334, 538, 1_198, 3_042};

    private static final int[] CORE = new int[1 << CORE_BITS]; // by code, with sign
    private static final int[] CORE_GROWTH = new int[1 << CORE_BITS];
    private static final int[][] OUTPUTS = {
        byCode(6, OUTPUTS_6), byCode(5, OUTPUTS_5), CORE
    }; // by how many bits are missing

    static {
        for (int code = 0; code < CORE.length; code++) {
            int interval = code == 0 || code == 15 ? 0 : code < 8 ? 8 - code : 15 - code;
            CORE[code] = code < 8 ? -OUTPUTS_4[interval] : OUTPUTS_4[interval];
            CORE_GROWTH[code] = GROWTH[interval];
        }
    }

    private final SubBandPredictor predictor = new SubBandPredictor();
    private final StepSize step = StepSize.lower();

    /// @param sample of 15 bits
    /// @return the code, 0–63
    int encode(int sample) {
        int error = SubBandPredictor.saturated(sample - predictor.prediction());
        int magnitude = error < 0 ? ~error : error;
        int interval = 0;
        while (interval < THRESHOLDS.length
                && magnitude >= (THRESHOLDS[interval] * step.step()) >> 12) {
            interval++;
        }
        int code = code(error < 0, interval);
        adapt(code >> (CODE_BITS - CORE_BITS));
        return code;
    }

    /// @param code as the encoder made it, 0–63
    /// @param missing how many of its lower bits hold something else: 0 in mode 1, 1 in mode 2, 2 in mode 3
    /// @return the sample, 15 bits
    int decode(int code, int missing) {
        int difference = step.times(OUTPUTS[missing][code >> missing]);
        int sample = Math.clamp(predictor.prediction() + difference, -16_384, 16_383);
        adapt(code >> (CODE_BITS - CORE_BITS));
        return sample;
    }

    private void adapt(int core) {
        int difference = step.times(CORE[core]);
        step.update(CORE_GROWTH[core]);
        predictor.update(difference);
    }

    void reset() {
        predictor.reset();
        step.reset();
    }

    /// The outermost intervals have the least codes of their sign; the two innermost negative ones stand behind the positive ones, so that
    /// no code is all zeros.
    private static int code(boolean negative, int interval) {
        if (!negative) {
            return 61 - interval;
        }
        return interval < 2 ? 63 - interval : 33 - interval;
    }

    /// Values with sign, by code. Codes that no encoder makes (0–3, or 0 and 1) stand for the innermost negative interval.
    private static int[] byCode(int bits, int[] outputs) {
        int half = 1 << (bits - 1);
        int[] values = new int[2 * half];
        Arrays.fill(values, -outputs[0]);
        int top = half + outputs.length - 1;
        int behind = half - outputs.length; // negative intervals behind the positive ones
        for (int interval = 0; interval < outputs.length; interval++) {
            values[top - interval] = outputs[interval];
            int code = interval < behind ? 2 * half - 1 : half + behind - 1;
            values[code - interval] = -outputs[interval];
        }
        return values;
    }
}
