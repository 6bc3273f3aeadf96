package org.earshot.interop;

import java.util.Arrays;

/// Where in what was heard each patch of what was said is found: later than the one before, and so that all of them together are as much
/// alike as they can be, by dynamic programming. So time may stretch and shrink on the way.
final class PatchPath {
    /// The patch is nowhere: without it the others fit better.
    static final int LOST = -1;

    /// So far from its own place is a patch looked for, in frames: a second.
    private static final int AROUND = 50;

    private static final double UNREACHED = Double.NEGATIVE_INFINITY;

    private final EarSpectrogram said;
    private final EarSpectrogram heard;
    private final int[] firsts;
    private final double[][]
            best; // of the patches up to this one, where it is at this frame or was passed over
    // there
    private final int[][]
            before; // where the patch before is then; the same frame: this patch is lost

    private PatchPath(EarSpectrogram said, int[] firsts, EarSpectrogram heard) {
        this.said = said;
        this.heard = heard;
        this.firsts = firsts;
        best = new double[firsts.length][heard.length()];
        before = new int[firsts.length][heard.length()];
    }

    /// The frame of `heard` where each patch begins, or [#LOST].
    ///
    /// @param firsts the frame of `said` where each begins, in their order
    static int[] find(EarSpectrogram said, int[] firsts, EarSpectrogram heard) {
        PatchPath path = new PatchPath(said, firsts, heard);
        for (int patch = 0; patch < firsts.length; patch++) {
            path.reach(patch);
        }
        return path.back();
    }

    private void reach(int patch) {
        Arrays.fill(best[patch], UNREACHED);
        double[][] wanted = said.patch(firsts[patch], SpokenPatches.FRAMES);
        int from = Math.max(0, firsts[patch] - AROUND);
        int to = Math.min(heard.length() - 1, firsts[patch] + AROUND);
        int earlier = LOST; // the best place for the patch before, of all before this frame
        int seen = 0;
        for (int at = from; at <= to; at++) {
            double alike = PatchSimilarity.of(wanted, heard.patch(at, SpokenPatches.FRAMES));
            if (patch == 0) {
                best[patch][at] = alike;
                before[patch][at] = LOST;
                continue;
            }
            double[] sofar = best[patch - 1];
            for (; seen < at; seen++) {
                if (sofar[seen] > (earlier == LOST ? UNREACHED : sofar[earlier])) {
                    earlier = seen;
                }
            }
            double found = earlier == LOST ? UNREACHED : sofar[earlier] + alike;
            boolean lost = sofar[at] > found;
            best[patch][at] = lost ? sofar[at] : found;
            before[patch][at] = lost ? at : earlier;
        }
    }

    private int[] back() {
        int[] places = new int[firsts.length];
        int at = 0;
        for (int patch = firsts.length - 1; patch >= 0; patch--) {
            if (patch == firsts.length - 1) {
                at = greatest(best[patch]);
            }
            boolean lost = best[patch][at] == UNREACHED || before[patch][at] == at;
            places[patch] = lost ? LOST : at;
            at = lost ? at : Math.max(0, before[patch][at]);
        }
        return places;
    }

    private static int greatest(double[] values) {
        int greatest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[greatest]) {
                greatest = i;
            }
        }
        return greatest;
    }
}
