package org.earshot.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private final Attempts attempts = new Attempts(() -> now);

    @Test
    void oneEndsOnceAndInTheBrowserThatBegan() {
        Attempt attempt = attempts.begin();
        assertThat(attempts.end(attempt.state(), "another")).isEmpty();
        assertThat(attempts.end("another", attempt.browser())).isEmpty();
        assertThat(attempts.end(attempt.state(), attempt.browser())).contains(attempt);
        assertThat(attempts.end(attempt.state(), attempt.browser())).isEmpty();
    }

    @Test
    void oneLastsTenMinutes() {
        Attempt attempt = attempts.begin();
        now = now.plus(Duration.ofMinutes(10));
        assertThat(attempts.end(attempt.state(), attempt.browser())).isEmpty();
    }

    @Test
    void whoeverBeginsManyFillsNoMemory() {
        for (int i = 0; i < Attempts.MOST + 50; i++) {
            attempts.begin();
        }
        assertThat(attempts.size()).isEqualTo(Attempts.MOST);
    }

    @Test
    void nothingOfItIsShown() {
        Attempt attempt = attempts.begin();
        assertThat(attempt.toString())
                .doesNotContain(attempt.state())
                .doesNotContain(attempt.verifier());
    }
}
