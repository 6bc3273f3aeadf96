package org.earshot.softphone.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathDelayTest {

    @Test
    void framesAreJoinedByTheirTimestamp() {
        PathDelay delay =
                PathDelay.between(
                        List.of(
                                "captured 0 1000000",
                                "captured 960 21000000",
                                "captured 1920 41000000"),
                        List.of("played 960 51000000", "played 0 41000000", "played 99 1", "x"));
        assertThat(delay.frames()).isEqualTo(2);
        assertThat(delay.medianMs()).isBetween(30.0, 40.0);
        assertThat(delay.p95Ms()).isEqualTo(40.0);
    }

    @Test
    void nothingInCommonIsNoDelay() {
        assertThat(PathDelay.between(List.of("captured 1 2"), List.of("played 3 4")).frames())
                .isZero();
    }
}
