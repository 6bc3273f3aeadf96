package org.earshot.softphone.ui.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WhenTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z"); // a Sunday

    private static String of(String at) {
        return When.of(Instant.parse(at), NOW, ZONE);
    }

    @Test
    void inAsFewWordsAsAreNeeded() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.UK);
        try {
            assertThat(of("2026-11-29T07:30:00Z")).isEqualTo("08:30");
            assertThat(of("2026-11-28T23:30:00Z")).isEqualTo("00:30"); // today in that zone
            assertThat(of("2026-11-28T12:00:00Z")).isEqualTo("Yesterday");
            assertThat(of("2026-11-23T12:00:00Z")).isEqualTo("Monday");
            assertThat(of("2026-11-22T12:00:00Z")).isEqualTo("22/11/2026");
            assertThat(of("2026-11-29T13:00:00Z")).isEqualTo("14:00"); // another's clock
        } finally {
            Locale.setDefault(before);
        }
    }
}
