package org.earshot.softphone.media.noise;

import java.util.Arrays;

/// Whether somebody speaks, by energy alone: what is well above the least of the last two seconds is speech, and what follows it
/// within 200 ms. In doubt somebody does. Confined to one thread; doesn't allocate.
final class VoiceActivity {
    /// Speech is so many dB above the least; the mean of steady noise is 2 dB above it.
    private static final double ABOVE = 8;

    /// Steady sound louder than this, in dBov, is no background: a tone, music, a crowd.
    private static final double LOUDEST_NOISE = -40;

    /// Below this, in dBov, nothing is heard at all.
    private static final double QUIETEST_VOICE = -75;

    private static final int WINDOWS = 4;
    private static final int WINDOW = 50; // blocks of 10 ms
    private static final int HANGOVER = 20;

    private final double[] least = new double[WINDOWS]; // [0] of the current window
    private int blocks; // in the current window
    private int known; // blocks in all, as long as they are few
    private int after = HANGOVER; // blocks since the last loud one

    VoiceActivity() {
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    /// @param level of the next 10 ms, in dBov
    boolean isActive(double level) {
        learn(level);
        double floor = Double.POSITIVE_INFINITY;
        for (double window : least) {
            floor = Math.min(floor, window);
        }
        double threshold = Math.max(Math.min(floor, LOUDEST_NOISE) + ABOVE, QUIETEST_VOICE);
        boolean loud = level > threshold || (known < WINDOW && level > QUIETEST_VOICE);
        after = loud ? 0 : Math.min(after + 1, HANGOVER);
        return after < HANGOVER;
    }

    private void learn(double level) {
        known = Math.min(known + 1, WINDOW);
        least[0] = Math.min(least[0], level);
        if (++blocks == WINDOW) {
            blocks = 0;
            System.arraycopy(least, 0, least, 1, WINDOWS - 1);
            least[0] = Double.POSITIVE_INFINITY;
        }
    }
}
