package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

class PacedInputTest {
    private final FakeTimers clock = new FakeTimers();

    private int secondsUntilRefused(int bytesASecond) throws IOException {
        PacedInput in = new PacedInput(new ByteArrayInputStream(new byte[1_000_000]), clock);
        for (int second = 1; second < 600; second++) {
            clock.advance(Duration.ofSeconds(1));
            try {
                assertThat(in.readNBytes(bytesASecond)).hasSize(bytesASecond);
            } catch (PacedInput.TooSlowException e) {
                return second;
            }
        }
        return -1;
    }

    @Test
    void whoeverDripsIsRefusedAfterAWhile() throws IOException {
        assertThat(secondsUntilRefused(10)).isEqualTo(21);
        assertThat(secondsUntilRefused(999)).isEqualTo(21);
    }

    @Test
    void aSlowLinkIsNot() throws IOException {
        assertThat(secondsUntilRefused(1_100)).isEqualTo(-1);
    }

    @Test
    void theEndIsNeverTooLate() throws IOException {
        PacedInput in = new PacedInput(new ByteArrayInputStream(new byte[5]), clock);
        in.readNBytes(5);
        clock.advance(Duration.ofDays(1));
        assertThat(in.read()).isEqualTo(-1);
        PacedInput late = new PacedInput(new ByteArrayInputStream(new byte[5]), clock);
        clock.advance(Duration.ofDays(1));
        assertThatThrownBy(late::read).isInstanceOf(PacedInput.TooSlowException.class);
    }
}
