package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.earshot.softphone.media.rtp.EModel.Impairment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EModelTest {

    // G.107 table B.1: what a rating stands for
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
        assertThat(EModel.opinionScore(rating)).isCloseTo(score, within(0.006));
    }

    @Test
    void anUndisturbedCallIsAsGoodAsTheDefaults() {
        assertThat(EModel.rating(Impairment.G711, 0, 0, 1)).isEqualTo(93.2);
        assertThat(EModel.opinionScore(93.2)).isCloseTo(4.41, within(0.005));
    }

    @ParameterizedTest(name = "{0} ms, {1} % lost: R = {2}")
    @CsvSource({
        "100, 0, 90.8",
        "177.3, 0, 88.94",
        "300, 0, 72.5",
        "0, 2, 86.2",
        "0, 5, 77.4",
        "150, 10, 62.5"
    })
    void delayAndLossLowerTheRating(double delay, double loss, double rating) {
        assertThat(EModel.rating(Impairment.G711, delay, loss, 1)).isCloseTo(rating, within(0.06));
    }

    @Test
    void lossesInBurstsAreWorse() {
        assertThat(EModel.rating(Impairment.G711, 0, 5, 2))
                .isLessThan(EModel.rating(Impairment.G711, 0, 5, 1));
    }

    // G.107.1: R = 129 with all defaults, and R / 1.29 on the scale of G.107
    @Test
    void anUndisturbedWidebandCallIsAtTheTop() {
        double rating = EModel.rating(Impairment.OPUS, 0, 0, 1);
        assertThat(rating).isEqualTo(129);
        assertThat(Impairment.OPUS.narrow(rating)).isCloseTo(100, within(1e-9));
        assertThat(Impairment.G711.narrow(93.2)).isEqualTo(93.2);
    }

    // G.113 appendix IV: Ie,wb of G.722 at 64 kbit/s is 13
    @Test
    void g722CostsThirteenPoints() {
        assertThat(EModel.rating(Impairment.G722, 0, 0, 1)).isEqualTo(116);
    }
}
