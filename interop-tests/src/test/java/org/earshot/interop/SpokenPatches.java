package org.earshot.interop;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Which patches of what was said have a voice in them. A frame has one if it, or one of the two before it, is louder than a sixth or so of
/// the loudest sample.
final class SpokenPatches {
    /// Frames of a patch: 400 ms.
    static final int FRAMES = 20;

    private static final double LOUD = 5_000.0 / 32_768;
    private static final int STAYS = 2; // frames

    private SpokenPatches() {}

    /// The first frame of each, in their order; one begins where the one before ends, and those without a voice are left out.
    ///
    /// @param said at [EarSpectrogram#RATE], of any loudness
    /// @param frames of its spectrogram
    static int[] in(double[] said, int frames) {
        double loudest = Arrays.stream(said).map(Math::abs).max().orElse(0);
        boolean[] loud = new boolean[frames];
        for (int frame = 0; frame < frames; frame++) {
            loud[frame] = loudest > 0 && level(said, frame) / loudest >= LOUD;
        }
        return IntStream.iterate(
                        FRAMES / 2 - 1, first -> first + FRAMES <= frames, first -> first + FRAMES)
                .filter(first -> spoken(loud, first))
                .toArray();
    }

    private static boolean spoken(boolean[] loud, int first) {
        return IntStream.range(Math.max(0, first - STAYS), first + FRAMES)
                .anyMatch(frame -> loud[frame]);
    }

    private static double level(double[] said, int frame) {
        double sum = 0;
        for (int i = frame * EarSpectrogram.HOP; i < (frame + 1) * EarSpectrogram.HOP; i++) {
            sum += said[i] * said[i];
        }
        return Math.sqrt(sum / EarSpectrogram.HOP);
    }
}
