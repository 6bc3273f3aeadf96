package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.earshot.proxy.archive.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Content in its folder: sealed, whole chunks only, and what a crash may leave of it.
class FileContentTest {
    private static final int CHUNK = Chunks.PLAIN;

    @TempDir private Path temporary;
    private final SecureRandom random = new SecureRandom();
    private final FileId id = FileId.of(FileToken.random(random));
    private final Bytes key = Bytes.of(new byte[32]);

    private FileVault vault() {
        return new FileVault(temporary.resolve("files"));
    }

    private Path file() {
        return temporary.resolve("files").resolve(id.text());
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private void write(byte[] content) throws Exception {
        ByteArrayInputStream in = new ByteArrayInputStream(content);
        try (PartialContent partial = vault().write(id, key)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.readNBytes(chunk, 0, CHUNK);
                    count > 0;
                    count = in.readNBytes(chunk, 0, CHUNK)) {
                partial.append(chunk, count);
            }
            partial.force();
        }
    }

    private byte[] read(long size, long from, long length) throws IOException {
        try (WholeContent whole = vault().read(id, key, size)) {
            return whole.part(from, length).readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17})
    void whatWasWrittenIsReadFromAnyByteOn(int size) throws Exception {
        byte[] content = content(size);
        write(content);
        assertThat(read(size, 0, size)).isEqualTo(content);
        Random places = new Random(size);
        for (int i = 0; i < 20; i++) {
            int from = places.nextInt(size);
            int length = places.nextInt(size - from + 1);
            assertThat(read(size, from, length))
                    .isEqualTo(java.util.Arrays.copyOfRange(content, from, from + length));
        }
    }

    @Test
    void aPartThatIsNotThereIsNotGiven() throws Exception {
        write(content(10));
        try (WholeContent whole = vault().read(id, key, 10)) {
            assertThatThrownBy(() -> whole.part(5, 6)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> whole.part(-1, 2))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> whole.part(1, Long.MAX_VALUE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothingOfItCanBeReadInTheFolderAndNobodyElseMayLook() throws Exception {
        write("a rare zebrafinch ".repeat(10_000).getBytes(ISO_8859_1));
        assertThat(Files.readString(file(), ISO_8859_1)).doesNotContain("zebra");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aHalfChunkThatACrashLeftDoesNotCount() throws Exception {
        write(content(2 * CHUNK + 100));
        assertThat(vault().offset(id)).isEqualTo(2 * CHUNK);
        try (PartialContent partial = vault().write(id, key)) {
            assertThat(partial.offset()).isEqualTo(2 * CHUNK);
        }
        assertThat(Files.size(file())).isEqualTo(2L * Chunks.SEALED);
    }

    @Test
    void itGoesOnAfterACrashAndTheHashIsOfAll() throws Exception {
        byte[] content = content(3 * CHUNK);
        write(java.util.Arrays.copyOf(content, 2 * CHUNK + 5));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (PartialContent partial = vault().write(id, key)) {
            assertThat(partial.digest(digest)).isTrue();
            byte[] last = java.util.Arrays.copyOfRange(content, 2 * CHUNK, 3 * CHUNK);
            digest.update(last);
            partial.append(last, CHUNK);
        }
        assertThat(read(3 * CHUNK, 0, 3 * CHUNK)).isEqualTo(content);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @Test
    void aDamagedEndIsCutOff() throws Exception {
        write(content(4 * CHUNK));
        flip(2L * Chunks.SEALED + 100);
        try (PartialContent partial = vault().write(id, key)) {
            assertThat(partial.digest(MessageDigest.getInstance("SHA-256"))).isFalse();
            assertThat(partial.offset()).isEqualTo(2 * CHUNK);
            assertThat(partial.digest(MessageDigest.getInstance("SHA-256"))).isTrue();
        }
    }

    private void flip(long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        bytes[(int) at] ^= 1;
        Files.write(file(), bytes);
    }

    @Test
    void whatWasChangedInTheFolderIsNotGiven() throws Exception {
        write(content(2 * CHUNK));
        flip(Chunks.SEALED + 50L);
        assertThat(read(2 * CHUNK, 0, CHUNK))
                .isEqualTo(java.util.Arrays.copyOf(content(2 * CHUNK), CHUNK));
        assertThatThrownBy(() -> read(2 * CHUNK, 0, 2 * CHUNK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed");
    }

    @Test
    void chunksThatChangedTheirPlacesAreNotGiven() throws Exception {
        write(content(2 * CHUNK));
        byte[] bytes = Files.readAllBytes(file());
        byte[] first = java.util.Arrays.copyOf(bytes, Chunks.SEALED);
        System.arraycopy(bytes, Chunks.SEALED, bytes, 0, Chunks.SEALED);
        System.arraycopy(first, 0, bytes, Chunks.SEALED, Chunks.SEALED);
        Files.write(file(), bytes);
        assertThatThrownBy(() -> read(2 * CHUNK, 0, 1)).hasMessageContaining("changed");
    }

    @Test
    void contentOfAnotherLengthIsNotOpened() throws Exception {
        write(content(CHUNK));
        Files.write(file(), new byte[] {1}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> read(CHUNK, 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void theSameContentIsSealedAnewEachTime() throws Exception {
        write(content(100));
        byte[] once = Files.readAllBytes(file());
        vault().remove(id);
        write(content(100));
        assertThat(Files.readAllBytes(file())).isNotEqualTo(once);
    }

    @Test
    void onlyOneWrites() throws Exception {
        try (PartialContent first = vault().write(id, key)) {
            assertThat(first.offset()).isZero();
            assertThatThrownBy(() -> vault().write(id, key))
                    .isInstanceOf(FileVault.BusyException.class);
        }
        try (PartialContent second = vault().write(id, key)) {
            assertThat(second.offset()).isZero();
        }
    }

    @Test
    void whatNobodyTouchedIsFound() throws Exception {
        assertThat(vault().quietSince(Instant.MAX)).isEmpty();
        write(content(1));
        Files.writeString(file().resolveSibling("notes.txt"), "not ours");
        assertThat(vault().quietSince(Instant.parse("9999-01-01T00:00:00Z"))).containsExactly(id);
        assertThat(vault().quietSince(Instant.EPOCH)).isEmpty();
        vault().remove(id);
        vault().remove(id);
        assertThat(vault().quietSince(Instant.parse("9999-01-01T00:00:00Z"))).isEmpty();
    }
}
