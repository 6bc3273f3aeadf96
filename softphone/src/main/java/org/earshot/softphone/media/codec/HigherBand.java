package org.earshot.softphone.media.codec;

/// The band from 4 to 8 kHz of G.722: ADPCM with 2 bits a sample (ITU-T G.722 §3, §4). Confined to one thread; doesn't allocate.
final class HigherBand {
    private static final int THRESHOLD = 564; // in units of 2^-12 steps
    private static final int[] OUTPUTS = {-7_408, -1_616, 7_408, 1_616}; // by code: the table QQ2
    private static final int[] GROWTH = {798, -214, 798, -214}; // by code: the table WH

    private final SubBandPredictor predictor = new SubBandPredictor();
    private final StepSize step = StepSize.higher();

    /// @param sample of 15 bits
    /// @return the code, 0–3
    int encode(int sample) {
        int error = SubBandPredictor.saturated(sample - predictor.prediction());
        int magnitude = error < 0 ? ~error : error;
        boolean outer = magnitude >= (THRESHOLD * step.step()) >> 12;
        int code = (error < 0 ? 0 : 2) + (outer ? 0 : 1);
        adapt(code);
        return code;
    }

    /// @param code 0–3
    /// @return the sample, 15 bits
    int decode(int code) {
        int sample = predictor.prediction() + step.times(OUTPUTS[code]);
        adapt(code);
        return Math.clamp(sample, -16_384, 16_383);
    }

    private void adapt(int code) {
        int difference = step.times(OUTPUTS[code]);
        step.update(GROWTH[code]);
        predictor.update(difference);
    }

    void reset() {
        predictor.reset();
        step.reset();
    }
}
