package org.earshot.softphone.ui.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowPlaceTest {
    private static final List<Rectangle> SCREENS =
            List.of(new Rectangle(0, 0, 1920, 1080), new Rectangle(1920, 0, 1280, 1024));

    @Test
    void aPlaceIsRead() {
        assertThat(WindowPlace.parse("-5 20 900 600")).contains(new Rectangle(-5, 20, 900, 600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2 3", "a b c d", "1 2 3 999999", "1 2 -3 4"})
    void whatIsNoneIsForgotten(String text) {
        assertThat(WindowPlace.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 900 600, true",
        "-700 0 900 600, true",
        "-860 0 900 600, false",
        "2000 0 900 600, true",
        "2000 1030 900 600, false",
        "3300 0 900 600, false",
        "100 100 500 120, true",
        "0 1080 900 600, false",
        "0 0 100 600, false"
    })
    void aWindowThatCouldNotBeReachedIsPutElsewhere(String place, boolean seen) {
        assertThat(WindowPlace.isSeen(WindowPlace.parse(place).orElseThrow(), SCREENS))
                .isEqualTo(seen);
    }
}
