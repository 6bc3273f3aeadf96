package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingRetentionKeysTest {
    private static final byte[] TEXT = "policy".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;
    private KeyRing ring;

    @BeforeEach
    void open() {
        ring = KeyRing.open(directory.resolve("ring"));
    }

    private RingArchiveKeys keys() {
        return new RingArchiveKeys(ring, directory.resolve("days"));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("days"))) {
            return files.count();
        }
    }

    @Test
    void keysOfDaysAndHoldsStayUntilTheyAreDestroyed() throws IOException {
        RetentionClass retention = new RetentionClass("message-10y");
        DayKey day = keys().current(retention, LocalDate.of(2026, 3, 1));
        DayKey hold = keys().holdKey("case-1");
        RingArchiveKeys later = keys();
        assertThat(later.dayKeys()).containsExactly(day.id());
        assertThat(later.holdKeys()).containsExactly(hold.id());
        assertThat(later.holdKey("case-1").key()).isEqualTo(hold.key());
        assertThat(later.findHoldKey(hold.id()).orElseThrow().key()).isEqualTo(hold.key());
        assertThat(later.findHoldKey("../case-1")).isEmpty();
        assertThat(later.find(hold.id())).isEmpty();
        assertThat(files()).isEqualTo(2);
        later.destroyDayKey(day.id());
        later.destroyHoldKey(hold.id());
        later.destroyHoldKey(hold.id()); // again, after a crash
        assertThat(later.find(day.id())).isEmpty();
        assertThat(later.findHoldKey(hold.id())).isEmpty();
        assertThat(files()).isZero();
        assertThatThrownBy(() -> later.destroyDayKey("../x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyWithoutTheRingSealsADecision() {
        String seal = keys().seal(TEXT);
        assertThat(keys().isSealOf(seal, TEXT)).isTrue();
        ring.rotate(KeyName.ARCHIVE_CONTENT);
        assertThat(keys().isSealOf(seal, TEXT)).isTrue();
        assertThat(keys().isSealOf(seal, new byte[0])).isFalse();
        assertThat(keys().isSealOf("", TEXT)).isFalse();
        assertThat(keys().isSealOf("1:x", TEXT)).isFalse();
        KeyRing other = KeyRing.open(directory.resolve("other"));
        assertThat(new RingArchiveKeys(other, directory.resolve("days")).isSealOf(seal, TEXT))
                .isFalse();
    }
}
