package org.earshot.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerCertificate;
import org.earshot.common.key.ServerNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    @TempDir private Path folder;

    private ServerCertificate certificate() {
        ServerNames names = ServerNames.of("example.org", List.of());
        return CertificateAuthority.open(
                        KeyRing.open(folder.resolve("keys")),
                        names,
                        folder.resolve("ca.pem"),
                        () -> NOW)
                .issue(names);
    }

    @Test
    void whatIsNotThereIsDue() {
        assertThat(RenewalPlan.isDue(Optional.empty(), List.of("example.org"), NOW)).isTrue();
    }

    @Test
    void aCertificateIsDueWhenLessThanAThirdOfItsLifeIsLeft() {
        ServerCertificate kept = certificate();
        Instant begin = kept.leaf().getNotBefore().toInstant();
        Instant end = kept.leaf().getNotAfter().toInstant();
        Instant due = end.minus(Duration.between(begin, end).dividedBy(3));
        for (String name : new String[] {"example.org", "EXAMPLE.org"}) {
            assertThat(RenewalPlan.isDue(Optional.of(kept), List.of(name), due.minusSeconds(1)))
                    .isFalse();
            assertThat(RenewalPlan.isDue(Optional.of(kept), List.of(name), due)).isTrue();
        }
    }

    @Test
    void aNameThatIsMissingMakesItDue() {
        Optional<ServerCertificate> kept = Optional.of(certificate());
        assertThat(RenewalPlan.isDue(kept, List.of("example.org"), NOW)).isFalse();
        assertThat(RenewalPlan.isDue(kept, List.of("example.org", "sip.example.org"), NOW))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT15M, 15 min",
        "2, PT30M, 30 min",
        "3, PT1H, 1 h",
        "6, PT8H, 8 h",
        "7, PT12H, 12 h",
        "1000, PT12H, 12 h"
    })
    void eachFailureDoublesThePauseUpToHalfADay(int failures, Duration pause, String words) {
        assertThat(RenewalPlan.pause(failures)).isEqualTo(pause);
        assertThat(RenewalPlan.words(pause)).isEqualTo(words);
    }
}
