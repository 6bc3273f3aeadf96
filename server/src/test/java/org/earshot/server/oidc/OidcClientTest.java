package org.earshot.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.server.config.OidcConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A provider that stops in the middle of an answer, over real HTTPS.
class OidcClientTest {
    @TempDir private Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void oneThatStallsInItsAnswerIsGivenUpAndNotAskedAgainAtOnce() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T10:00:00Z"));
        try (FakeProvider provider = FakeProvider.start(folder);
                OidcClient client =
                        new OidcClient(config(provider), now::get, Duration.ofSeconds(2))) {
            Attempt attempt = new Attempts(now::get).begin();
            // longer than the pause, so that one that counted from the beginning were over
            provider.stalls(() -> now.updateAndGet(at -> at.plusSeconds(60)));
            assertThatThrownBy(() -> client.begin(attempt))
                    .isInstanceOf(OidcException.class)
                    .hasMessageContaining("has not answered within 2000 ms");
            Instant failed = now.get();
            assertThatThrownBy(() -> client.begin(attempt))
                    .isInstanceOf(OidcException.class)
                    .hasMessageContaining("did not answer a moment ago");
            assertThat(now.get()).as("it was not asked").isEqualTo(failed);
        }
    }

    private static OidcConfig config(FakeProvider provider) {
        return new OidcConfig(
                provider.issuer(),
                FakeProvider.CLIENT,
                Optional.empty(),
                "https://console.example.org",
                "preferred_username",
                "Example ID",
                List.of("administrator"),
                Optional.of(provider.trusted()));
    }
}
