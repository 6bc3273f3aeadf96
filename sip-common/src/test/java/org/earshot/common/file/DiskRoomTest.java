package org.earshot.common.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
    @TempDir Path folder;

    @Test
    void aFolderThatIsNotThereYetHasTheRoomOfWhereItWillBe() throws IOException {
        Path later = folder.resolve("a").resolve("b");
        assertThat(DiskRoom.in(later)).isPositive();
        assertThat(DiskRoom.isShared(folder, later)).isTrue();
        assertThat(Files.exists(folder.resolve("a"))).isFalse();
    }

    @Test
    void theSystemSaysWhetherADiskIsFull() {
        assertThat(DiskRoom.isWhatFailed(new IOException("No space left on device"), folder))
                .isTrue();
        assertThat(DiskRoom.isWhatFailed(new IOException("Disk quota exceeded"), folder)).isTrue();
        assertThat(DiskRoom.isWhatFailed(new IOException("Input/output error"), folder)).isFalse();
        assertThat(DiskRoom.isWhatFailed(new IOException(), folder)).isFalse();
    }
}
