package org.earshot.proxy.archive.custodian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogCopyTest {
    private static final UUID CHAIN = new UUID(1, 2);
    private static final String HASH = "ab".repeat(32);

    @TempDir private Path temp;

    private List<ChainAnchors> read(String text) throws IOException {
        return SyslogCopy.read(
                Files.writeString(temp.resolve("log"), text, StandardCharsets.ISO_8859_1));
    }

    @Test
    void asRsyslogWritesItInItsTwoCommonFormats() throws IOException {
        List<ChainAnchors> chains =
                read(
                        "Nov 26 21:14:03 example.org earshot earshot-anchor %s begin\n"
                                        .formatted(CHAIN)
                                + "Nov 26 21:14:03 example.org sshd[7]: session opened\n"
                                + "2026-11-26T21:14:03.1+00:00 example.org earshot - anchor - earshot-anchor %s head 7 %s 99\n"
                                        .formatted(CHAIN, HASH)
                                + "<110>1 2026-11-26T21:14:04Z h earshot - anchor - earshot-anchor %s checkpoint 0 %s\r\n"
                                        .formatted(CHAIN, HASH)
                                + "Nov 26 again earshot-anchor %s head 5 %s 98\n"
                                        .formatted(CHAIN, HASH)
                                + "Nov 26 again earshot-anchor %s head 7 %s 99\n"
                                        .formatted(CHAIN, HASH));
        assertThat(chains).hasSize(1);
        ChainAnchors chain = chains.getFirst();
        assertThat(chain.begun()).isTrue();
        assertThat(chain.heads()).extracting(Anchor::number).containsExactly(5L, 7L);
        assertThat(chain.checkpoints()).containsEntry(0L, Bytes.ofHex(HASH));
    }

    @Test
    void compressedToo() throws IOException {
        Path file = temp.resolve("log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("earshot-anchor " + CHAIN + " begin\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(SyslogCopy.read(file)).hasSize(1);
    }

    @Test
    void twoHashesOfOneRecordAreAnError() {
        assertThatThrownBy(() ->
                        read(
                                "earshot-anchor %s head 7 %s 9\nearshot-anchor %s head 7 %s 9\n"
                                        .formatted(CHAIN, HASH, CHAIN, "cd".repeat(32))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("two things");
    }

    @Test
    void aLineThatWasCutOffSaysNothing() throws IOException {
        String line = "earshot-anchor " + CHAIN + " checkpoint 4 " + HASH;
        for (int length = 0; length < line.length(); length++) {
            assertThat(read(line.substring(0, length))).as("%d", length).isEmpty();
        }
        assertThat(read(line)).hasSize(1);
        assertThat(read("earshot-anchor " + CHAIN + " head 9999999999999999999 " + HASH + " 1"))
                .isEmpty();
    }

    @Test
    void onlyAFileIsRead() {
        assertThatThrownBy(() -> SyslogCopy.read(Path.of("/dev/zero")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither a file");
    }

    @Test
    void ofALongLineOnlyTheBeginningCounts() throws IOException {
        String line = " earshot-anchor " + CHAIN + " begin";
        assertThat(read("x".repeat(9000) + line)).isEmpty();
        assertThat(read("x".repeat(9000) + line + "\n" + line)).hasSize(1);
    }

    @Test
    void ofVeryManyHeadsTheLastIsKept() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < 100; number++) {
            text.append("earshot-anchor %s head %d %s 9\n".formatted(CHAIN, number, HASH));
        }
        List<ChainAnchors> chains =
                SyslogCopy.read(Files.writeString(temp.resolve("many"), text.toString()), 10);
        assertThat(chains.getFirst().heads()).hasSizeLessThanOrEqualTo(10);
        assertThat(chains.getFirst().heads().getLast().number()).isEqualTo(99);
    }

    @Test
    void whatIsWrittenIsRead() {
        Bytes hash = Bytes.ofHex(HASH);
        for (AnchorLine.Kind what :
                List.of(
                        new AnchorLine.Kind.Begin(),
                        new AnchorLine.Kind.Head(new Anchor(7, hash, 9)),
                        new AnchorLine.Kind.Mark(0, hash))) {
            AnchorLine line = new AnchorLine(CHAIN, what);
            assertThat(AnchorLine.in("x " + line)).contains(line);
        }
    }

    @Test
    void randomBytesAreNoAnchors() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(read("earshot-anchor " + new String(bytes, StandardCharsets.ISO_8859_1)))
                    .isEmpty();
        }
    }
}
