package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAssemblyTest {
    @TempDir Path folder;
    private Path file;
    private FileChannel channel;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("file");
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    private static byte[] random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static FileHash[] hashes(byte[] bytes) {
        return new FileHash[] {
            new FileHash(
                    FileHash.Algorithm.SHA_256, FileHash.Algorithm.SHA_256.digest().digest(bytes)),
            new FileHash(FileHash.Algorithm.SHA_1, FileHash.Algorithm.SHA_1.digest().digest(bytes))
        };
    }

    /// Numbers that no 32 bits hold; the hole between costs no room, and is not hashed here.
    @Test
    void aPieceBehindFourGibibytesComesToItsPlace() throws IOException, FileTrouble {
        long at = (1L << 32) + 77;
        byte[] piece = random(new Random(3), 100_000);
        FileAssembly assembly = new FileAssembly(channel, 0, at + piece.length, false);
        assembly.put(at + 40_000, piece, 40_000, 60_000);
        assembly.put(at, piece, 0, 40_000);
        assertThat(assembly.together()).isZero();
        assertThat(channel.size()).isEqualTo(at + piece.length);
        ByteBuffer came = ByteBuffer.allocate(piece.length);
        while (came.hasRemaining()) {
            assertThat(channel.read(came, at + came.position())).isPositive();
        }
        assertThat(came.array()).isEqualTo(piece);
        assertThatThrownBy(() -> assembly.put(at + piece.length, piece, 0, 1))
                .isInstanceOf(FileTrouble.class);
    }

    /// Pieces in any order, some twice, some overlapping, with any part there before.
    @Test
    void theFileIsTheSameWhateverTheOrder() throws IOException, FileTrouble {
        Random random = new Random(9);
        for (int round = 0; round < 100; round++) {
            byte[] whole = random(random, 1 + random.nextInt(100_000));
            int have = random.nextInt(whole.length);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(whole, 0, have), 0);
            FileAssembly assembly = new FileAssembly(channel, have, whole.length, true);
            List<Integer> pieces = new ArrayList<>();
            int length = 1 + whole.length / (1 + random.nextInt(30));
            for (int at = 0; at < whole.length; at += length) {
                pieces.add(at);
                if (random.nextInt(4) == 0) {
                    pieces.add(Math.max(0, at - random.nextInt(length)));
                }
            }
            if (round % 2 == 0) {
                Collections.shuffle(pieces, random);
            }
            for (int at : pieces) {
                assembly.put(at, whole, at, Math.min(length, whole.length - at));
            }
            assertThat(assembly.isWhole()).isTrue();
            assertThat(assembly.together()).isEqualTo(whole.length);
            assertThat(assembly.hashes()).containsExactly(hashes(whole));
            assertThat(Arrays.equals(Files.readAllBytes(file), whole)).isTrue();
        }
    }

    @Test
    void onlyWhatIsThereWithoutAGapCounts() throws IOException, FileTrouble {
        byte[] whole = random(new Random(1), 100);
        FileAssembly assembly = new FileAssembly(channel, 0, 100, false);
        assembly.put(0, whole, 0, 10);
        assembly.put(50, whole, 50, 50);
        assertThat(assembly.together()).isEqualTo(10);
        assertThat(assembly.isWhole()).isFalse();
        assembly.put(10, whole, 10, 40);
        assertThat(assembly.isWhole()).isTrue();
    }

    @Test
    void nothingGoesBeyondTheEnd() throws IOException, FileTrouble {
        FileAssembly assembly = new FileAssembly(channel, 0, 100, false);
        assembly.put(90, new byte[10], 0, 10);
        assertThatThrownBy(() -> assembly.put(91, new byte[10], 0, 10))
                .isInstanceOf(FileTrouble.class)
                .hasMessageContaining("100 bytes");
        assertThatThrownBy(() -> assembly.put(Long.MAX_VALUE - 1, new byte[10], 0, 10))
                .isInstanceOf(FileTrouble.class);
        assertThat(channel.size()).isEqualTo(100);
    }

    @Test
    void gapsHaveALimit() {
        FileAssembly assembly = new FileAssembly(channel, 0, 100_000, false);
        assertThatThrownBy(
                        () -> {
                            for (int at = 10; at < 10_000; at += 10) {
                                assembly.put(at, new byte[1], 0, 1);
                            }
                        })
                .isInstanceOf(FileTrouble.class)
                .hasMessageContaining("gaps");
    }

    /// A large part that was kept is not hashed all at once when the first new byte comes.
    @Test
    void whatWasKeptIsHashedWhileTheRestComes() throws IOException, FileTrouble {
        byte[] whole = random(new Random(2), 2_000_000);
        channel.write(ByteBuffer.wrap(whole, 0, 1_000_000), 0);
        FileAssembly assembly = new FileAssembly(channel, 1_000_000, 2_000_000, false);
        for (int at = 1_000_000; at < 2_000_000; at += 10_000) {
            assembly.put(at, whole, at, 10_000);
        }
        assertThat(assembly.hashes()[0]).isEqualTo(hashes(whole)[0]);
    }
}
