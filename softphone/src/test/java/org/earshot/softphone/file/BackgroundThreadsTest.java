package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BackgroundThreadsTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void theThreadStepsBackAndNoOtherDoes() throws Exception {
        int before = nice();
        CompletableFuture<Integer> inside = new CompletableFuture<>();
        BackgroundThreads.start("test", () -> inside.complete(nice())).join();
        assertThat(inside.get()).isGreaterThan(before);
        assertThat(nice()).isEqualTo(before);
    }

    /// proc_pid_stat(5): field 19, counted from behind the name, which may have spaces.
    private static int nice() {
        try {
            String line = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
