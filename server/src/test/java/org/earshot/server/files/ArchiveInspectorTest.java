package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.common.file.archive.MadeArchives.gzip;
import static org.earshot.common.file.archive.MadeArchives.packed;
import static org.earshot.common.file.archive.MadeArchives.sevenZ;
import static org.earshot.common.file.archive.MadeArchives.tar;
import static org.earshot.common.file.archive.MadeArchives.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.earshot.common.file.ExecutableNames;
import org.earshot.common.file.archive.Content;
import org.earshot.common.file.archive.ContentChannel;
import org.earshot.common.file.archive.MemoryContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveInspectorTest {
    private static final byte[] TEXT = "nothing but words\n".repeat(50).getBytes(UTF_8);
    private static final byte[] PROGRAM = HexFormat.of().parseHex("4d5a9000030000000400");

    /// zip -e: one entry of a few words under a password.
    private static final int ENCRYPTED = 1;

    private static Optional<String> objection(String name, byte[] content) throws IOException {
        return objection(name, content, false);
    }

    private static Optional<String> objection(String name, byte[] content, boolean strict)
            throws IOException {
        return new ArchiveInspector(ExecutableNames.ENDINGS, false, strict)
                .objection(name, new MemoryContent(content));
    }

    private static List<byte[]> allKinds(Map<String, byte[]> entries) throws IOException {
        byte[] tar = tar(entries);
        return List.of(
                zip(entries),
                tar,
                sevenZ(entries),
                gzip(tar),
                packed(tar, BZip2CompressorOutputStream::new),
                packed(tar, XZCompressorOutputStream::new));
    }

    @Test
    void wordsMayComeInAnyArchive() throws IOException {
        for (byte[] archive : allKinds(Map.of("a.txt", TEXT, "b/c.txt", TEXT))) {
            assertThat(objection("words", archive, true)).isEmpty();
        }
    }

    @Test
    void aRefusedNameIsFoundInAnyArchive() throws IOException {
        for (byte[] archive : allKinds(Map.of("a.txt", TEXT, "b/Setup.EXE ", TEXT))) {
            assertThat(objection("words", archive).orElseThrow())
                    .startsWith("in it, Setup.EXE: ")
                    .contains(".exe");
        }
    }

    @Test
    void aProgramUnderAnotherNameIsFoundInAnyArchive() throws IOException {
        for (byte[] archive : allKinds(Map.of("a.txt", TEXT, "photo.jpg", PROGRAM))) {
            assertThat(objection("words", archive))
                    .contains("in it, photo.jpg: it is a program (Windows)");
        }
    }

    @Test
    void whoLetsProgramsInLetsThemInHereToo() throws IOException {
        byte[] archive = zip(Map.of("photo.jpg", PROGRAM));
        assertThat(
                        new ArchiveInspector(java.util.Set.of(), true, true)
                                .objection("a.zip", new MemoryContent(archive)))
                .isEmpty();
    }

    @Test
    void archivesInArchivesAreLookedIntoToo() throws IOException {
        Map<String, byte[]> bad = Map.of("photo.jpg", PROGRAM);
        for (byte[] inner : allKinds(bad)) {
            for (byte[] outer : allKinds(Map.of("a.txt", TEXT, "inner", inner, "z.txt", TEXT))) {
                assertThat(objection("outer", outer).orElseThrow()).contains("photo.jpg");
            }
        }
    }

    @Test
    void whatIsBrokenHidesNothingBesideIt() throws IOException {
        byte[] broken = java.util.Arrays.copyOf(gzip(TEXT), 25);
        for (byte[] archive : allKinds(Map.of("a.gz", broken, "photo.jpg", PROGRAM))) {
            assertThat(objection("words", archive).orElseThrow()).contains("photo.jpg");
        }
    }

    @Test
    void aCompressedProgramIsOne() throws IOException {
        assertThat(objection("photo.gz", gzip(PROGRAM)).orElseThrow()).contains("a program");
    }

    @Test
    void moreThanFiveDeepIsATrap() throws IOException {
        byte[] archive = TEXT;
        for (int depth = 0; depth < 6; depth++) {
            assertThat(objection("a", archive, true)).as("%d deep", depth).isEmpty();
            archive = zip(Map.of("inner", archive));
        }
        assertThat(objection("a.zip", archive).orElseThrow()).contains("five deep");
    }

    @Test
    void whatUnpacksToFarMoreThanItIsIsATrap() throws IOException {
        byte[] zeros = new byte[101_000_000];
        for (byte[] archive :
                List.of(
                        gzip(tar(Map.of("zeros", zeros))),
                        zip(Map.of("zeros", zeros)),
                        zip(Map.of("inner.zip", zip(Map.of("zeros", zeros)))))) {
            assertThat(objection("zeros", archive).orElseThrow()).contains("200 times its size");
        }
    }

    /// No tar, nor anything else that holds others.
    @Test
    void aCompressedFileThatIsATrapIsOneByItself() throws IOException {
        byte[] tenth = new byte[10_000_000];
        byte[] packed = elevenTimes(gzip(tenth));
        for (byte[] archive :
                List.of(
                        packed,
                        elevenTimes(packed(tenth, XZCompressorOutputStream::new)),
                        zip(Map.of("a.txt", TEXT, "zeros.gz", packed)),
                        // behind what is read of it as an archive
                        joined(gzip(tar(Map.of("a.txt", TEXT))), packed))) {
            assertThat(objection("zeros", archive).orElseThrow()).contains("200 times its size");
        }
    }

    /// It says two bytes less than there are, and might say so of a trap.
    @Test
    void anEntryThatIsLargerThanItsListSaysIsATrap() throws IOException {
        byte[] archive = zip(Map.of("a.txt", TEXT));
        int size = indexOf(archive, HexFormat.of().parseHex("504b0102")) + 24;
        archive[size] = (byte) (archive[size] - 2);
        assertThat(objection("a.zip", archive))
                .contains("an entry of it is larger than its list says");
    }

    @Test
    void aCompressedFileIsHeldToTheNameThatItUnpacksTo() throws IOException {
        assertThat(objection("photo.vbs.gz", gzip(TEXT)).orElseThrow())
                .startsWith("in it, photo.vbs: ");
        assertThat(objection("photo.vbs.xz", packed(TEXT, XZCompressorOutputStream::new)))
                .isPresent();
        assertThat(objection("a.zip", zip(Map.of("photo.vbs.gz", gzip(TEXT)))).orElseThrow())
                .startsWith("in it, photo.vbs: ");
        assertThat(objection("photo.gz", gzipNamed("photo.vbs")).orElseThrow())
                .startsWith("in it, photo.vbs: ");
        assertThat(objection("photo.gz", gzipNamed("photo.txt"), true)).isEmpty();
    }

    private static byte[] gzipNamed(String name) throws IOException {
        byte[] plain = gzip(TEXT);
        int head = 10;
        int named = 8;
        byte[] whole =
                joined(
                        java.util.Arrays.copyOf(plain, head),
                        (name + "\0").getBytes(UTF_8),
                        java.util.Arrays.copyOfRange(plain, head, plain.length));
        whole[3] |= (byte) named;
        return whole;
    }

    private static byte[] elevenTimes(byte[] part) {
        return joined(java.util.Collections.nCopies(11, part).toArray(byte[][]::new));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /// As a program that unpacks itself is, or a picture with something behind it.
    @Test
    void aZipFileBehindOtherBytesIsOne() throws IOException {
        byte[] bad = zip(Map.of("a.txt", TEXT, "photo.jpg", PROGRAM));
        byte[] good = zip(Map.of("a.txt", TEXT));
        byte[] comment = bad.clone();
        comment[bad.length - 2] = 3;
        for (byte[] before :
                List.of(
                        "words".getBytes(UTF_8),
                        random(200_000),
                        HexFormat.of().parseHex("ffd8ffe000104a464946"),
                        gzip(TEXT),
                        joined(PROGRAM, new byte[70_000]))) {
            for (byte[] zip : List.of(bad, joined(comment, TEXT), joined(bad, new byte[5_000]))) {
                byte[] whole = joined(before, zip);
                assertThat(objection("photo.jpg", whole).orElseThrow())
                        .contains("in it, photo.jpg: it is a program");
                if (before[0] == 0x1f) {
                    continue; // in another archive that is taken for what it begins with
                }
                for (byte[] outer :
                        List.of(
                                tar(Map.of("b", whole)),
                                sevenZ(Map.of("b", whole)),
                                gzip(joined("x".getBytes(UTF_8), whole)))) {
                    assertThat(objection("outer", outer).orElseThrow()).contains("it is a program");
                }
            }
            assertThat(objection("photo", joined(before, good))).isEmpty();
        }
        byte[] hidden = joined("words".getBytes(UTF_8), bad);
        assertThat(objection("outer", zip(Map.of("b", hidden))).orElseThrow())
                .contains("photo.jpg");
        assertThat(objection("a", joined("words".getBytes(UTF_8), zip(Map.of("x.exe", TEXT)))))
                .isPresent();
        byte[] zeros = zip(Map.of("zeros", new byte[101_000_000]));
        assertThat(objection("photo", joined("words".getBytes(UTF_8), zeros)).orElseThrow())
                .contains("200 times its size");
    }

    @Test
    void fourBytesOfAZipFilesEndAreNone() throws IOException {
        Random random = new Random(20261130);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = random(30 + random.nextInt(1000));
            byte[] end = HexFormat.of().parseHex("504b0506");
            System.arraycopy(end, 0, bytes, random.nextInt(bytes.length - 4), 4);
            bytes[0] = 0;
            assertThat(objection("a", bytes, true)).isEmpty();
        }
        byte[] empty = zip(Map.of());
        for (int length = 0; length <= empty.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(empty, length);
            assertThat(objection("a", joined("words".getBytes(UTF_8), cut), true)).isEmpty();
        }
    }

    /// What is a large zip file is looked into as before, and is no reason for strictness.
    @Test
    void whatAListSaysOfMuchIsBelieved() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(1);
            byte[] block = new byte[12_000_000];
            System.arraycopy(random(100_000), 0, block, 0, 100_000);
            for (int i = 0; i < 30; i++) {
                zip.putNextEntry(new ZipEntry(i + ".dat"));
                zip.write(block);
            }
            zip.putNextEntry(new ZipEntry("photo.jpg"));
            zip.write(TEXT);
        }
        assertThat(objection("a.zip", bytes.toByteArray(), true)).isEmpty();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /// @return a tar in gzip, its second entry random: a gzip may be several, one behind the other
    private static byte[] tarOfOverAGigabyte(String name, byte[] beginning) throws IOException {
        long block = 64L << 20;
        int blocks = 17;
        TarArchiveEntry large = new TarArchiveEntry(name);
        large.setSize(block * blocks);
        byte[] head = new byte[512];
        large.writeEntryHeader(head);
        byte[] first = new byte[(int) block];
        System.arraycopy(beginning, 0, first, 0, beginning.length);
        byte[] zeros = gzip(new byte[(int) block]);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(gzip(head));
        all.write(gzip(first));
        for (int i = 1; i < blocks; i++) {
            all.write(zeros);
        }
        all.write(gzip(tar(Map.of("photo.jpg", random(9_000_000)))));
        return all.toByteArray();
    }

    /// The random part behind it is there so that the whole is not so much smaller than what it holds.
    @ParameterizedTest
    @ValueSource(strings = {"", "504b0304"}) // the second: a zip file that is too large to be held
    void overAGigabyteIsATrapByWhatWasReadForIt(String beginning) throws IOException {
        byte[] archive = tarOfOverAGigabyte("large", HexFormat.of().parseHex(beginning));
        assertThat(objection("a.tgz", archive).orElseThrow()).contains("200 times its size");
    }

    @Test
    void anEntryOfOverAGigabyteIsATrapWhateverLiesBesideIt() throws IOException {
        byte[] archive = zip(Map.of("a", TEXT, "b", random(9_000_000)));
        int list = indexOf(archive, HexFormat.of().parseHex("504b0102"));
        int size = 24; // where an entry's stands
        archive[list + size + 3] = 0x48; // 1.2 GB
        assertThat(objection("a.zip", archive).orElseThrow()).contains("200 times its size");
    }

    @Test
    void overAGigabyteThatIsNotPackedSoTightIsNoTrap() throws IOException {
        byte[] packed = gzip(random(100_000));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        TarArchiveEntry large = new TarArchiveEntry("large");
        byte[] zeros = gzip(new byte[9_900_000]);
        int blocks = 110;
        large.setSize(10_000_000L * blocks);
        byte[] head = new byte[512];
        large.writeEntryHeader(head);
        all.write(gzip(head));
        for (int i = 0; i < blocks; i++) {
            all.write(packed);
            all.write(zeros);
        }
        assertThat(objection("a.tgz", all.toByteArray())).isEmpty();
        assertThat(objection("a.tgz", all.toByteArray(), true).orElseThrow())
                .contains("more than 1024 MB");
    }

    @Test
    void whatCantBeLookedIntoIsRefusedWhereThatIsWanted() throws IOException {
        byte[] encrypted = zip(Map.of("a.txt", TEXT));
        encrypted[6] |= ENCRYPTED; // in the head, and in the list
        encrypted[indexOf(encrypted, HexFormat.of().parseHex("504b0102")) + 8] |= ENCRYPTED;
        Map<String, byte[]> archives =
                Map.of(
                        "encrypted",
                        encrypted,
                        "RAR",
                        HexFormat.of().parseHex("526172211a0700cf907300000d00000000000000"),
                        "damaged",
                        java.util.Arrays.copyOf(zip(Map.of("a.txt", TEXT)), 60));
        for (Map.Entry<String, byte[]> archive : archives.entrySet()) {
            assertThat(objection("a.zip", archive.getValue())).as(archive.getKey()).isEmpty();
            assertThat(objection("a.zip", archive.getValue(), true).orElseThrow())
                    .startsWith("it can't be looked into: ")
                    .contains(archive.getKey());
        }
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                .indexOf(new String(sought, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void aListWithoutEndTakesNoMemory() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 30_000; i++) {
                zip.putNextEntry(new ZipEntry("a name that is somewhat long " + i));
            }
        }
        assertThat(objection("a.zip", bytes.toByteArray(), true).orElseThrow())
                .contains("the list of what it has is too long");
    }

    @Test
    void aHeadWithoutEndTakesNoMemory() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry name =
                    new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            name.setSize(3 << 20);
            tar.putArchiveEntry(name);
            tar.write("x".repeat(3 << 20).getBytes(UTF_8));
            tar.closeArchiveEntry();
        }
        assertThat(objection("a.tar", bytes.toByteArray(), true).orElseThrow())
                .contains("the head of an entry is too long");
    }

    @Test
    void namesAreToldWithoutWhatNobodySees() throws IOException {
        String name = "a\u202Egnp\n" + "y".repeat(200) + ".exe";
        assertThat(objection("a.zip", zip(Map.of(name, TEXT))).orElseThrow())
                .matches("in it, \\.\\.\\.y{76}\\.exe: files that end in \\.exe are not allowed");
    }

    /// Whatever it is made of, it is let in or refused: nothing else comes of it.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void damageIsNoFailure(int kind) throws IOException {
        byte[] whole =
                allKinds(Map.of("a.txt", TEXT, "b.zip", zip(Map.of("c.txt", TEXT)))).get(kind);
        Random random = new Random(20261128 + kind);
        int unreadable = 0;
        for (int i = 0; i < 400; i++) {
            byte[] damaged =
                    i % 2 == 0
                            ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length))
                            : whole.clone();
            for (int change = 0; change < i % 7 && damaged.length > 0; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(objection("a", damaged)).isNotNull();
            unreadable += objection("a", damaged, true).isPresent() ? 1 : 0;
        }
        assertThat(unreadable).isGreaterThan(10);
    }

    @Test
    void randomBytesAreNoFailure() throws IOException {
        Random random = new Random(20261128);
        for (String sign :
                List.of("504b0304", "377abcaf271c0004", "1f8b0800", "425a6839", "fd377a585a00")) {
            for (int i = 0; i < 100; i++) {
                byte[] bytes = new byte[8 + random.nextInt(3000)];
                random.nextBytes(bytes);
                byte[] beginning = HexFormat.of().parseHex(sign);
                System.arraycopy(beginning, 0, bytes, 0, beginning.length);
                assertThat(objection("a", bytes)).isEmpty();
            }
        }
    }

    @Test
    void aFileThatCantBeReadIsNotLetIn() throws IOException {
        byte[] bytes = zip(Map.of("a.txt", TEXT));
        Content content =
                new Content() {
                    @Override
                    public long size() {
                        return bytes.length;
                    }

                    @Override
                    public InputStream open() {
                        return new MemoryContent(bytes).open();
                    }

                    @Override
                    public SeekableByteChannel channel() {
                        return new ContentChannel(
                                bytes.length,
                                (at, to, offset, length) -> {
                                    throw new IOException("a disk that is broken");
                                });
                    }
                };
        assertThatThrownBy(() ->
                        new ArchiveInspector(ExecutableNames.ENDINGS, false, false)
                                .objection("a.zip", content))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("a disk that is broken");
        assertThat(content.channel().read(ByteBuffer.allocate(0))).isZero();
    }
}
