package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.earshot.common.file.DiskRoom;
import org.junit.jupiter.api.Assumptions;

/// A disk of a few megabytes (tmpfs) in a folder of a lab, which can be filled to the last byte.
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 1 << 22;

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /// Mounts it, until the end of the lab; skips where that can't be done.
    static SmallDisk mount(Lab lab, Path folder, int megabytes) {
        SmallDisk disk = new SmallDisk(folder);
        try {
            run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "mode=700,size=" + megabytes + "m",
                    "none",
                    folder.toString());
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: no small disk can be mounted here: " + e.getMessage());
        }
        return lab.closing(disk);
    }

    Path folder() {
        return folder;
    }

    /// Takes all that is left, faster than anybody else.
    void fill() throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        try (FileChannel channel =
                FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                channel.write(block.clear());
            }
        } catch (IOException e) {
            assertThat(DiskRoom.isWhatFailed(e, folder)).as(e.toString()).isTrue();
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(filler);
    }

    /// What still runs on it does not keep it in its place.
    @Override
    public void close() throws IOException {
        run("umount", "-l", folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
