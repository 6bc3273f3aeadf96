package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The journal's files, as written and as damaged: a file says what was written to it, or less by what was cut off its
/// end, or it is refused by its name.
class FileAnchorJournalTest {
    private static final UUID CHAIN = new UUID(7, 1);
    private static final String HASH = "ab".repeat(32);

    @TempDir Path directory;

    private final Random random = new Random(31);
    private byte[] good;
    private ChainAnchors written;

    @BeforeEach
    void write() throws IOException {
        try (FileAnchorJournal journal = new FileAnchorJournal(directory)) {
            journal.begin(CHAIN);
            for (int number = 3; number < 20; number += 4) {
                byte[] hash = new byte[32];
                random.nextBytes(hash);
                journal.head(CHAIN, new Anchor(number, Bytes.of(hash), 1_700_000_000_000_000L));
                journal.checkpoint(CHAIN, number / 4, Bytes.of(hash));
            }
            journal.end(CHAIN, "closed");
        }
        good = Files.readAllBytes(directory.resolve(CHAIN + ".anchors"));
        written = FileAnchorJournal.read(directory).getFirst();
    }

    @Test
    void itIsReadAsWritten() {
        assertThat(written.heads())
                .extracting(Anchor::number)
                .containsExactly(3L, 7L, 11L, 15L, 19L);
        assertThat(written.checkpoints()).containsOnlyKeys(0L, 1L, 2L, 3L, 4L);
        assertThat(written.begun()).isTrue();
        assertThat(written.ended()).isTrue();
    }

    @Test
    void cutOffAnywhereItSaysLessAndNothingElse() throws IOException {
        for (int length = 0; length < good.length; length++) {
            ChainAnchors less = readOf(Arrays.copyOf(good, length));
            assertThat(less.heads()).isEqualTo(written.heads().subList(0, less.heads().size()));
            assertThat(written.checkpoints()).containsAllEntriesOf(less.checkpoints());
            assertThat(less.ended()).isFalse();
            assertThat(less.begun()).isEqualTo(length >= "begin\n".length());
        }
    }

    @Test
    void whileItIsWrittenThereIsRoomBehindTheLines() throws IOException {
        Path file = directory.resolve(CHAIN + ".anchors");
        Files.delete(file);
        FileAnchorJournal killed = new FileAnchorJournal(directory); // never closed
        killed.begin(CHAIN);
        long size = Files.size(file);
        for (int number = 1; number <= 1_000; number++) {
            killed.head(CHAIN, new Anchor(number, Bytes.ofHex(HASH), 5));
            if (number == 100) {
                assertThat(Files.size(file)).as("not more with each line").isEqualTo(size);
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat(readOf(bytes).heads()).hasSize(1_000);
        try (FileAnchorJournal next = new FileAnchorJournal(directory)) {
            assertThat(next.read().getFirst().heads()).hasSize(1_000);
            next.end(CHAIN, "recovered");
        }
        assertThat(Files.readString(file)).endsWith("\nend recovered\n").doesNotContain("\0");
        assertThat(FileAnchorJournal.read(directory).getFirst().heads()).hasSize(1_000);
    }

    /// The power goes while a line is written: of its sectors some are on the disk, and some are not.
    @Test
    void aLineInPiecesWasNotFinished() throws IOException {
        int line = good.length - "end closed\n".length();
        for (int from = line; from < good.length; from++) {
            for (int to = from + 1; to <= good.length; to++) {
                byte[] torn = Arrays.copyOf(good, good.length + 512);
                Arrays.fill(torn, from, to, (byte) 0);
                ChainAnchors read = readOf(torn);
                assertThat(read.heads()).isEqualTo(written.heads());
                assertThat(read.checkpoints()).isEqualTo(written.checkpoints());
                assertThat(read.ended()).isFalse();
                assertThat(AnchorFile.finished(torn)).isEqualTo(line);
            }
        }
        byte[] hole = Arrays.copyOf(good, good.length + 512);
        Arrays.fill(hole, 100, 110, (byte) 0);
        assertThatThrownBy(() -> readOf(hole)).isInstanceOf(IOException.class);
    }

    @Test
    void aChangedByteIsRefusedOrChangesOneValueOnly() throws IOException {
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = good.clone();
                changed[at] ^= (byte) (1 << bit);
                try {
                    ChainAnchors read = readOf(changed);
                    // no line has gone, but for the last one, which looks unfinished
                    assertThat(read.heads())
                            .as("byte %d bit %d", at, bit)
                            .hasSameSizeAs(written.heads());
                    assertThat(read.checkpoints()).hasSameSizeAs(written.checkpoints());
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining(CHAIN + ".anchors");
                }
            }
        }
    }

    @Test
    void noiseIsRefusedByName() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            if (i % 2 == 0) { // some of it in lines
                noise[noise.length - 1] = '\n';
            }
            if (noise.length < 6) {
                continue; // may be the beginning of a file that was never written
            }
            assertThatThrownBy(() -> readOf(noise))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(CHAIN + ".anchors");
        }
    }

    @Test
    void piecesThatWereLostInTheMiddleAreNoticedOrAreWholeLines() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(good.length);
            int to = from + random.nextInt(good.length - from);
            byte[] rest = new byte[good.length - (to - from)];
            System.arraycopy(good, 0, rest, 0, from);
            System.arraycopy(good, to, rest, from, good.length - to);
            try {
                ChainAnchors read = readOf(rest);
                for (Anchor head : read.heads()) {
                    assertThat(head.hash().length()).isEqualTo(32);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(CHAIN + ".anchors");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "head 1 " + "AB" + "abababababababababababababababababababababababababababababab 5",
                "head 1 abab 5",
                "head -1 HASH 5",
                "head +1 HASH 5",
                "head 01 HASH 5",
                "head 99999999999999999999 HASH 5",
                "head 9999999999999999999 HASH 5",
                "head 1 HASH",
                "head 1 HASH 5 6",
                "head 1 HASH -5",
                "checkpoint 1",
                "checkpoint -1 HASH",
                "checkpoint 1 HASH 5",
                "end",
                "end of it",
                "begin again",
                " ",
                "",
                "head 1 HASH 5\r",
                "head 5 HASH 5\nhead 4 HASH 5",
                "head 5 HASH 5\nhead 5 cd" + "HASH 5",
                "end closed\nhead 6 HASH 5",
                "head 5 HASH 5\nbegin"
            })
    void aLineThatNobodyWritesIsRefused(String lines) {
        String text = "begin\n" + lines.replace("HASH", HASH) + "\n";
        assertThatThrownBy(() -> readOf(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(CHAIN + ".anchors")
                .hasMessageContaining("line ");
    }

    @Test
    void anchorsWithoutTheirBeginningAreRefused() {
        assertThatThrownBy(() ->
                        readOf(("head 1 " + HASH + " 5\n").getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatWasWrittenTwiceCountsOnce() throws IOException {
        // an append that failed half-way is done again
        String head = "head 1 " + HASH + " 5\n";
        String text = "begin\nbegin\n" + head + head + "end closed\nend recovered\n";
        ChainAnchors read = readOf(text.getBytes(StandardCharsets.US_ASCII));
        assertThat(read.heads()).extracting(Anchor::number).containsOnly(1L);
        assertThat(read.ended()).isTrue();
    }

    @Test
    void aFileThatIsNotNamedAfterAChainIsRefused() throws IOException {
        for (String name :
                List.of("1-1-1-1-1", CHAIN.toString().toUpperCase(Locale.ROOT) + "A", "x")) {
            Path other = directory.resolve(name + ".anchors");
            Files.writeString(other, "begin\n");
            assertThatThrownBy(() -> FileAnchorJournal.read(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name);
            Files.delete(other);
        }
    }

    private static ChainAnchors readOf(byte[] bytes) throws IOException {
        return AnchorFile.read(CHAIN, bytes, CHAIN + ".anchors");
    }
}
