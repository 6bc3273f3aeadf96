package org.earshot.softphone.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DtlsWarmUpTest {
    @Test
    void bothEndsAgreeAndNobodyWaitsLongerThanAsked() throws Exception {
        assertThat(DtlsWarmUp.run(new SecureRandom(), Duration.ofSeconds(60))).isTrue();
        assertThat(DtlsWarmUp.run(new SecureRandom(), Duration.ZERO)).isFalse();
    }
}
