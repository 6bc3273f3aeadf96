package org.earshot.softphone.media.codec;

import java.util.Arrays;

/// The filters that split 16 kHz into two bands of 8 kHz and put them together again (ITU-T G.722 §3.1, §4.4), each of 24 taps. One
/// object is either for splitting or for joining. Confined to one thread; doesn't allocate.
final class QuadratureMirror {
    /// The taps with even numbers in units of 2^-13; those with odd numbers are the same ones backwards.
    private static final int[] EVEN = {3, -11, 12, 32, -210, 951, 3_876, -805, 362, -156, 53, -11};

    private static final int TAPS = EVEN.length;

    // when splitting: the second and the first of each pair; when joining: difference and sum; [0]
    // the newest
    private final int[] forEven = new int[TAPS];
    private final int[] forOdd = new int[TAPS];

    /// Takes two samples of 16 bit; then [#low] and [#high] are theirs, of 15 bit.
    void split(int first, int second) {
        push(second, first);
    }

    int low() {
        return Math.clamp((even() + odd()) >> 14, -16_384, 16_383);
    }

    int high() {
        return Math.clamp((even() - odd()) >> 14, -16_384, 16_383);
    }

    /// Takes a sample of each band, of 15 bit; then [#first] and [#second] are theirs, of 16 bit.
    void join(int low, int high) {
        push(low - high, low + high);
    }

    short first() {
        return (short) SubBandPredictor.saturated(even() >> 11);
    }

    short second() {
        return (short) SubBandPredictor.saturated(odd() >> 11);
    }

    void reset() {
        Arrays.fill(forEven, 0);
        Arrays.fill(forOdd, 0);
    }

    private void push(int even, int odd) {
        System.arraycopy(forEven, 0, forEven, 1, TAPS - 1);
        System.arraycopy(forOdd, 0, forOdd, 1, TAPS - 1);
        forEven[0] = even;
        forOdd[0] = odd;
    }

    private int even() {
        int sum = 0;
        for (int i = 0; i < TAPS; i++) {
            sum += EVEN[i] * forEven[i];
        }
        return sum;
    }

    private int odd() {
        int sum = 0;
        for (int i = 0; i < TAPS; i++) {
            sum += EVEN[TAPS - 1 - i] * forOdd[i];
        }
        return sum;
    }
}
