package org.earshot.interop;

/// How alike two patches of a spectrogram look: the neurogram similarity index NSIM (Hines and Harte 2012), which is the structural
/// similarity of pictures (SSIM) without its term of contrast. Around each point, weighed by a Gaussian of 3 by 3 points, it compares the
/// mean and how one goes up and down with the other.
final class PatchSimilarity {
    private static final double SIGMA = 0.5;
    private static final double C1 = 0.01 * 0.01; // (k₁·L)² for an intensity range L of 1
    private static final double C3 = 0.03 * 0.03 / 2;
    private static final double[] WEIGHTS = weights();

    private PatchSimilarity() {}

    /// By the distance squared: the point itself, the four beside it, the four at its corners.
    private static double[] weights() {
        double beside = Math.exp(-1 / (2 * SIGMA * SIGMA));
        double corner = Math.exp(-2 / (2 * SIGMA * SIGMA));
        double sum = 1 + 4 * beside + 4 * corner;
        return new double[] {1 / sum, beside / sum, corner / sum};
    }

    /// 1 for equals, around 0 where they have nothing in common; both `[frame][band]`, of the same size.
    static double of(double[][] one, double[][] other) {
        double sum = 0;
        for (int frame = 0; frame < one.length; frame++) {
            for (int band = 0; band < one[frame].length; band++) {
                sum += at(one, other, frame, band);
            }
        }
        return sum / (one.length * one[0].length);
    }

    private static double at(double[][] one, double[][] other, int frame, int band) {
        double meanOne = 0;
        double meanOther = 0;
        double squareOne = 0;
        double squareOther = 0;
        double product = 0;
        for (int down = -1; down <= 1; down++) {
            // what is beyond the edge is as at the edge
            int row = Math.clamp(frame + down, 0, one.length - 1);
            for (int right = -1; right <= 1; right++) {
                int column = Math.clamp(band + right, 0, one[row].length - 1);
                double weight = WEIGHTS[down * down + right * right];
                double a = one[row][column];
                double b = other[row][column];
                meanOne += weight * a;
                meanOther += weight * b;
                squareOne += weight * a * a;
                squareOther += weight * b * b;
                product += weight * a * b;
            }
        }
        double varianceOne = squareOne - meanOne * meanOne;
        double varianceOther = squareOther - meanOther * meanOther;
        double covariance = product - meanOne * meanOther;
        double intensity =
                (2 * meanOne * meanOther + C1) / (meanOne * meanOne + meanOther * meanOther + C1);
        double structure =
                (covariance + C3) / (Math.sqrt(Math.max(0, varianceOne * varianceOther)) + C3);
        return intensity * structure;
    }
}
