package org.earshot.softphone.media.codec;

import java.util.Arrays;

/// The adaptive predictor that both bands of G.722 have, in the encoder and in the decoder (ITU-T G.722 §3.6 and block 4 of §6.2.1.4):
/// two poles and six zeros, moved a little towards what has just been decoded. All in 16 bit with saturation, so that both sides stay alike to the
/// last bit. Confined to one thread; doesn't allocate.
final class SubBandPredictor {
    private static final int ZEROS = 6;
    private static final int MAX_SECOND_POLE =
            12_288; // 0.75 in units of 2^-14, as all coefficients are
    private static final int POLES_LIMIT = 15_360; // 1 - 2^-4
    private static final int FIRST_POLE_LEAK = 32_640; // 255/256 in units of 2^-15
    private static final int SECOND_POLE_LEAK = 32_512; // 127/128
    private static final int ZERO_LEAK = 32_640;

    private final int[] differences = new int[ZEROS + 1]; // [0] the newest, quantized
    private final int[] zeros = new int[ZEROS + 1]; // [1..6]
    private int firstPole;
    private int secondPole;
    private int partly1; // the last two partly reconstructed signals
    private int partly2;
    private int reconstructed1; // the last reconstructed signal
    private int byZeros;
    private int prediction;

    /// What the next sample will be like.
    int prediction() {
        return prediction;
    }

    /// Learns from a sample.
    ///
    /// @param difference between the sample and its prediction, after quantization
    void update(int difference) {
        int reconstructed = saturated(prediction + difference);
        int partly = saturated(difference + byZeros);
        movePoles(partly);
        moveZeros(difference);
        partly2 = partly1;
        partly1 = partly;
        predict(reconstructed);
    }

    void reset() {
        Arrays.fill(differences, 0);
        Arrays.fill(zeros, 0);
        firstPole = 0;
        secondPole = 0;
        partly1 = 0;
        partly2 = 0;
        reconstructed1 = 0;
        byZeros = 0;
        prediction = 0;
    }

    private void movePoles(int partly) {
        boolean likeLast = sign(partly) == sign(partly1);
        int steep = saturated(firstPole << 2);
        int step = (likeLast ? saturated(-steep) : steep) >> 7;
        step += sign(partly) == sign(partly2) ? 128 : -128;
        secondPole =
                Math.clamp(
                        saturated(step + product(secondPole, SECOND_POLE_LEAK)),
                        -MAX_SECOND_POLE,
                        MAX_SECOND_POLE);
        int moved = saturated((likeLast ? 192 : -192) + product(firstPole, FIRST_POLE_LEAK));
        int limit = POLES_LIMIT - secondPole; // else the filter could ring for ever
        firstPole = Math.clamp(moved, -limit, limit);
    }

    /// Also shifts the differences, of which the newest comes in.
    private void moveZeros(int difference) {
        int step = difference == 0 ? 0 : 128;
        System.arraycopy(differences, 0, differences, 1, ZEROS);
        differences[0] = difference;
        for (int i = 1; i <= ZEROS; i++) {
            boolean alike = sign(differences[i]) == sign(difference);
            zeros[i] = saturated((alike ? step : -step) + product(zeros[i], ZERO_LEAK));
        }
    }

    private void predict(int reconstructed) {
        int byPoles =
                saturated(
                        product(firstPole, saturated(2 * reconstructed))
                                + product(secondPole, saturated(2 * reconstructed1)));
        reconstructed1 = reconstructed;
        byZeros = 0;
        for (int i = ZEROS; i > 0; i--) {
            byZeros = saturated(byZeros + product(zeros[i], saturated(2 * differences[i - 1])));
        }
        prediction = saturated(byPoles + byZeros);
    }

    /// -1 for negative values, 0 for others: zero counts as positive.
    private static int sign(int value) {
        return value >> 15;
    }

    private static int product(int a, int b) {
        return (a * b) >> 15;
    }

    static int saturated(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
