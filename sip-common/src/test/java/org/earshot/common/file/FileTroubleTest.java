package org.earshot.common.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileTroubleTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/x"), "/x is not there"),
                Arguments.of(new FileAlreadyExistsException("/x"), "/x is there already"),
                Arguments.of(
                        new AccessDeniedException("/x"),
                        "/x may not be used by this user: check owner and mode (a service sees no folders of people)"),
                Arguments.of(
                        new FileSystemException("/x", null, "Read-only file system"),
                        "/x can't be used: Read-only file system (a service may write where its unit lets it: ReadWritePaths)"),
                Arguments.of(
                        new FileSystemException("/x", null, "No space left on device"),
                        "/x can't be used: No space left on device"),
                Arguments.of(new FileSystemException("/x"), "/x can't be used: FileSystem"),
                Arguments.of(new IOException("the other end is gone"), "the other end is gone"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theFileAndTheReasonAreNamed(IOException failure, String words) {
        assertThat(FileTrouble.words(failure)).isEqualTo(words);
    }

    @Test
    void aNewFileThatIsNotThereHasNoFolder() {
        Path target = Path.of("/nowhere/export");
        assertThat(FileTrouble.words(new NoSuchFileException("/nowhere/export.partial"), target))
                .isEqualTo("there is no folder /nowhere");
        assertThat(FileTrouble.words(new NoSuchFileException("/elsewhere"), target))
                .isEqualTo("/elsewhere is not there");
    }
}
