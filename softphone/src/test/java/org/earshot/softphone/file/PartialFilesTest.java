package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialFilesTest {
    private static final PartialKey KEY = PartialKey.of("sip:alice@example.org", "a", 100, "id");

    @TempDir Path folder;

    private Path directory() {
        return folder.resolve("partial");
    }

    private void keep(int bytes) throws IOException {
        PartialFile partial = new PartialFiles(directory()).claim(KEY, 100);
        try (FileChannel channel = partial.channel()) {
            channel.write(ByteBuffer.allocate(bytes), 0);
            partial.keep(channel, bytes);
        }
    }

    /// Another object is another process: nothing was released.
    @Test
    void whatWasKeptIsFoundByTheNextProcess() throws IOException {
        keep(60);
        assertThat(new PartialFiles(directory()).claim(KEY, 100).have()).isEqualTo(60);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatLiesBehindTheLastNoteIsCutOff() throws IOException {
        keep(60);
        Files.write(directory().resolve(KEY.name()), new byte[7], StandardOpenOption.APPEND);
        PartialFile partial = new PartialFiles(directory()).claim(KEY, 100);
        assertThat(partial.have()).isEqualTo(60);
        try (FileChannel channel = partial.channel()) {
            assertThat(channel.size()).isEqualTo(60);
        }
    }

    /// The process died when the whole file had its last name too: what is written next must not end up in it.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatHasItsLastNameAlreadyStaysAsItIs(boolean withNote) throws IOException {
        keep(100);
        Path last = Files.createLink(folder.resolve("last"), directory().resolve(KEY.name()));
        if (!withNote) {
            Files.delete(directory().resolve(KEY.name() + ".have"));
        }
        PartialFile partial = new PartialFiles(directory()).claim(KEY, 100);
        assertThat(partial.have()).isZero();
        try (FileChannel channel = partial.channel()) {
            channel.write(ByteBuffer.allocate(7), 0);
        }
        assertThat(Files.size(last)).isEqualTo(100);
    }

    @Test
    void bytesThatAreGoneAreNotClaimed() throws IOException {
        keep(60);
        Files.write(directory().resolve(KEY.name()), new byte[59]);
        assertThat(new PartialFiles(directory()).claim(KEY, 100).have()).isZero();
    }

    @Test
    void ofALargerFileNothingIsUsed() throws IOException {
        keep(60);
        PartialFile partial = new PartialFiles(directory()).claim(KEY, 59);
        assertThat(partial.have()).isZero();
        partial.channel().close();
        assertThat(new PartialFiles(directory()).claim(KEY, 100).have()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "have",
                "have -1\n",
                "have 60",
                "have 99999999999999999999\n",
                "have 6x\n"
            })
    void aNoteThatIsNoneCountsAsNothing(String note) throws IOException {
        keep(60);
        Files.writeString(directory().resolve(KEY.name() + ".have"), note);
        assertThat(new PartialFiles(directory()).claim(KEY, 100).have()).isZero();
    }

    @Test
    void aDamagedNoteNeverBreaksTheStart() throws IOException {
        keep(60);
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] note = new byte[random.nextInt(80)];
            random.nextBytes(note);
            Files.write(directory().resolve(KEY.name() + ".have"), note);
            assertThat(new PartialFiles(directory()).claim(KEY, 100).have()).isZero();
        }
    }

    @Test
    void twoSessionsGetTwoPlaces() throws IOException {
        PartialFiles files = new PartialFiles(directory());
        PartialFile first = files.claim(KEY, 100);
        PartialFile second = files.claim(KEY, 100);
        assertThat(second.path()).isNotEqualTo(first.path());
        first.release();
        PartialFile third = files.claim(KEY, 100);
        assertThat(third.path()).isEqualTo(first.path());
        first.release(); // says nothing of the third
        assertThat(files.claim(KEY, 100).path()).isNotEqualTo(first.path());
    }

    @Test
    void whatNobodyWantsGoesAndWhatIsInUseStays() throws IOException {
        keep(60);
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, old);
            }
        }
        PartialFiles files = new PartialFiles(directory());
        PartialFile used = files.claim(KEY, 100);
        files.deleteOlderThan(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(used.isOnDisk()).isTrue();
        used.release();
        files.deleteOlderThan(Instant.parse("2019-01-01T00:00:00Z"));
        assertThat(used.isOnDisk()).isTrue();
        files.deleteOlderThan(Instant.parse("2025-01-01T00:00:00Z"));
        try (Stream<Path> left = Files.list(directory())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void keysDifferByEachFact() {
        FileHash hash = new FileHash(FileHash.Algorithm.SHA_1, new byte[20]);
        assertThat(PartialKey.of("ab", "c", 1, "d")).isNotEqualTo(PartialKey.of("a", "bc", 1, "d"));
        assertThat(PartialKey.of("a", hash)).isNotEqualTo(PartialKey.of("b", hash));
        assertThat(PartialKey.of("a", hash)).isEqualTo(PartialKey.of("a", hash));
        assertThatThrownBy(() -> new PartialKey("../x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
