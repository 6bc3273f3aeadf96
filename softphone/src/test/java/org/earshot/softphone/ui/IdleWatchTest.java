package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleWatchTest {
    private Instant now = Instant.EPOCH;
    private final List<Boolean> told = new ArrayList<>();
    private final IdleWatch watch = new IdleWatch(() -> now, told::add);

    @Test
    void afterTenMinutesWithoutInputNobodyIsThereUntilThereIsSome() {
        now = now.plusSeconds(599);
        watch.check();
        assertThat(told).isEmpty();
        now = now.plusSeconds(1);
        watch.check();
        watch.check();
        assertThat(told).containsExactly(true);
        watch.active();
        watch.active();
        assertThat(told).containsExactly(true, false);
        now = now.plusSeconds(599);
        watch.check();
        assertThat(told).hasSize(2);
    }
}
