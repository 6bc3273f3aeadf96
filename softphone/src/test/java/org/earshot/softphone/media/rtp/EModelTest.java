package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.earshot.softphone.media.rtp.EModel.Impairment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EModelTest {

    // G.107 table B.1 and the ends of equation B-4
    @ParameterizedTest(name = "R = {0}: {1}")
    @CsvSource({
        "90, 4.34",
        "80, 4.03",
        "70, 3.60",
        "60, 3.10",
        "50, 2.58",
        "0, 1",
        "-10, 1",
        "100, 4.5",
        "3, 1"
    })
    void aRatingStandsForAnOpinion(double rating, double score) {
        assertThat(EModel.opinionScore(Impairment.G711, rating)).isCloseTo(score, within(0.006));
    }

    // G.107.1 annex A: table B.1 of G.107 at 1.29 times its ratings
    @ParameterizedTest(name = "R = {0}: {1}")
    @CsvSource({"129, 4.5", "116.1, 4.34", "103.2, 4.03", "90.3, 3.60", "77.4, 3.10", "0, 1"})
    void aRatingOfWidebandStandsForTheSameOpinionOnALongerScale(double rating, double score) {
        assertThat(EModel.opinionScore(Impairment.OPUS, rating)).isCloseTo(score, within(0.006));
        assertThat(EModel.opinionScore(Impairment.G722, rating)).isCloseTo(score, within(0.006));
    }

    // G.107 §7.7: R = 93.2 with all defaults; G.107.1: 129; G.113 appendix IV: G.722 costs 13
    @Test
    void anUndisturbedCallIsAsGoodAsTheDefaults() {
        assertThat(EModel.rating(Impairment.G711, 0, 0, 1)).isEqualTo(93.2);
        assertThat(EModel.opinionScore(Impairment.G711, 93.2)).isCloseTo(4.41, within(0.005));
        assertThat(EModel.rating(Impairment.G722, 0, 0, 1)).isEqualTo(129.0 - 13);
    }

    // G.107 equation 7-27 at whole powers of two: X = 1 and X = 2; G.114 draws the same curve
    @ParameterizedTest(name = "{0} ms: {1}")
    @CsvSource({"0, 0", "100, 0", "200, 3.04", "400, 24.07"})
    void delayBeyondATenthOfASecondLowersTheRating(double delay, double less) {
        assertThat(93.2 - EModel.rating(Impairment.G711, delay, 0, 1))
                .isCloseTo(less, within(0.01));
        assertThat(116 - EModel.rating(Impairment.G722, delay, 0, 1))
                .isCloseTo(1.29 * less, within(0.01));
    }

    // G.107 equation 7-29 with Bpl 25.1 of G.113 appendix I
    @ParameterizedTest(name = "{0} % lost, burst ratio {1}: R = {2}")
    @CsvSource({"2, 1, 86.19", "5, 1, 77.42", "10, 1, 66.13", "5, 2, 75.99", "5, 0.5, 77.42"})
    void lossLowersTheRatingAndMoreSoInBursts(double loss, double burstRatio, double rating) {
        assertThat(EModel.rating(Impairment.G711, 0, loss, burstRatio))
                .isCloseTo(rating, within(0.01));
    }

    // G.107 §7.5: 1 at random; in a Markov chain with two states (1 - loss) times the mean run
    @ParameterizedTest(name = "{1} of {0} in {2} runs: {3}")
    @CsvSource({
        "100, 0, 0, 1",
        "1000, 100, 90, 1",
        "1000, 100, 50, 1.8",
        "1000, 100, 25, 3.6",
        "1000, 100, 100, 1",
        "10, 10, 1, 1"
    })
    void runsThatAreLongerThanChanceMakesThemAreBursts(
            long packets, long missing, long runs, double ratio) {
        assertThat(EModel.burstRatio(packets, missing, runs)).isCloseTo(ratio, within(0.001));
    }
}
