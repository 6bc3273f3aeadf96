package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingTest {
    private static final String LEFT = ".earshot-0b5c9a52-6d3f-4c8e-9a41-2f7f6c1d8e90.part";
    private static final String NEW = ".earshot-1b5c9a52-6d3f-4c8e-9a41-2f7f6c1d8e90.part";

    private static final List<String> OF_OTHERS =
            List.of(
                    ".0b5c9a52-6d3f-4c8e-9a41-2f7f6c1d8e90.part",
                    ".earshot-0b5c9a52-6d3f-4c8e-9a41-2f7f6c1d8e90.part.txt",
                    ".earshot-notes.part",
                    ".earshot-x0b5c9a52-6d3f-4c8e-9a41-2f7f6c1d8e90.part",
                    "earshot-0b5c9a52-6d3f-4c8e-9a41-2f7f6c1d8e90.part");

    @TempDir private Path folder;

    private static void put(Path file, Duration age) throws IOException {
        Files.writeString(file, "x");
        age(file, age);
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void fill(Path folder) throws IOException {
        put(folder.resolve(LEFT), Duration.ofDays(2));
        put(folder.resolve(NEW), Duration.ofHours(1));
        for (String name : OF_OTHERS) {
            put(folder.resolve(name), Duration.ofDays(2));
        }
    }

    private static List<String> notLeft(String... more) {
        return Stream.of(Stream.of(NEW), OF_OTHERS.stream(), Stream.of(more))
                .flatMap(names -> names)
                .toList();
    }

    @Test
    void onlyOldLeftoversOfOurOwnAreRemoved() throws IOException {
        fill(folder);
        Path directory =
                Files.createDirectory(folder.resolve(LEFT.replace(".earshot-0", ".earshot-2")));
        age(directory, Duration.ofDays(2));
        Landing.removeLeftovers(folder, Instant.now().minus(Duration.ofDays(1)));
        assertThat(names(folder))
                .containsExactlyInAnyOrderElementsOf(notLeft(directory.getFileName().toString()));
    }

    @Test
    void aFolderThatIsNotThereIsNoFailure() throws IOException {
        Landing.removeLeftovers(folder.resolve("none"), Instant.now());
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void whoLandsOnAnotherFileSystemRemovesWhatWasLeftThereBefore() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isWritable(memory)
                        && !Files.getFileStore(memory).equals(Files.getFileStore(folder)),
                "SKIPPED: there is no other file system");
        Path whole = Files.writeString(folder.resolve("whole"), "all of it");
        Path there = Files.createTempDirectory(memory, "landing");
        try {
            fill(there);
            Path place = Landing.place(whole, there, "letter.txt");
            assertThat(place).hasContent("all of it");
            assertThat(names(there)).containsExactlyInAnyOrderElementsOf(notLeft("letter.txt"));
        } finally {
            for (String name : names(there)) {
                Files.delete(there.resolve(name));
            }
            Files.delete(there);
        }
    }
}
