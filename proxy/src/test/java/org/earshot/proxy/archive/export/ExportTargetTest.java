package org.earshot.proxy.archive.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTargetTest {
    @TempDir private Path directory;

    private void write(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("messages"));
        Files.writeString(folder.resolve("messages/a.eml"), "a");
        Files.writeString(folder.resolve("b"), "b");
    }

    private long left() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }

    @Test
    void whatIsNotFinishedGoes() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "x");
        try (ExportTarget target = ExportTarget.create(directory.resolve("x"))) {
            write(target.folder());
            Files.createSymbolicLink(target.folder().resolve("link"), outside);
        }
        assertThat(outside.resolve("kept")).exists();
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void whatIsThereStays() throws IOException {
        Path there = Files.writeString(directory.resolve("x"), "x");
        assertThatThrownBy(() -> ExportTarget.create(there))
                .isInstanceOf(FileAlreadyExistsException.class);
        try (ExportTarget target = ExportTarget.create(directory.resolve("y"))) {
            write(target.folder());
            Files.createDirectory(directory.resolve("y"));
            assertThatThrownBy(target::finish).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(there).hasContent("x");
        assertThat(left()).isEqualTo(2);
    }
}
