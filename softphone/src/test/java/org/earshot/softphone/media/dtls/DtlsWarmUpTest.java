package org.earshot.softphone.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DtlsWarmUpTest {
    @Test
    void bothEndsAgree() throws Exception {
        assertThat(DtlsWarmUp.run(new SecureRandom(), Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void nobodyWaitsForEverWhereTheyDoNot() throws Exception {
        assertThat(DtlsWarmUp.run(new SecureRandom(), DtlsRole.PASSIVE, Duration.ofMillis(10)))
                .isFalse();
    }
}
