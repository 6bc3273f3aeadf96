package org.earshot.common.file.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.common.file.archive.MadeArchives.gzip;
import static org.earshot.common.file.archive.MadeArchives.packed;
import static org.earshot.common.file.archive.MadeArchives.sevenZ;
import static org.earshot.common.file.archive.MadeArchives.tar;
import static org.earshot.common.file.archive.MadeArchives.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.earshot.common.file.ExecutableNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives where one does not look for them first: behind others, behind pictures, in other archives, with a list that is broken.
class HiddenArchivesTest {
    private static final byte[] TEXT = "nothing but words\n".repeat(50).getBytes(UTF_8);
    private static final byte[] PROGRAM = HexFormat.of().parseHex("4d5a9000030000000400");
    private static final Map<String, byte[]> BAD = Map.of("a.txt", TEXT, "photo.jpg", PROGRAM);
    private static final String FOUND = "in it, photo.jpg: it is a program (Windows)";
    private static final int HELD = 3 << 20;

    private static ArchiveSearch search(byte[] content) {
        return new ArchiveSearch(
                ExecutableNames.ENDINGS,
                false,
                content.length,
                new ArchiveSearch.Memory(HELD, 9 << 10));
    }

    private static Optional<String> objection(String name, byte[] content) throws IOException {
        return search(content).in(name, new MemoryContent(content));
    }

    private static Optional<String> unreadable(String name, byte[] content) throws IOException {
        ArchiveSearch search = search(content);
        assertThat(search.in(name, new MemoryContent(content))).isEmpty();
        return search.unreadable();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static List<byte[]> compressed(byte[] content) throws IOException {
        return List.of(
                gzip(content),
                packed(content, BZip2CompressorOutputStream::new),
                packed(content, XZCompressorOutputStream::new));
    }

    /// In each kind of archive that may hold it.
    private static List<byte[]> in(byte[] entry) throws IOException {
        List<byte[]> outer = new ArrayList<>(compressed(entry));
        outer.add(zip(Map.of("b", entry)));
        outer.add(tar(Map.of("b", entry)));
        outer.add(sevenZ(Map.of("b", entry)));
        return outer;
    }

    private static List<byte[]> fronts() throws IOException {
        List<byte[]> fronts = new ArrayList<>(compressed(TEXT));
        fronts.add(tar(Map.of("a.txt", TEXT)));
        fronts.add(HexFormat.of().parseHex("ffd8ffe000104a464946"));
        fronts.add(joined("words".getBytes(UTF_8), random(200_000)));
        return fronts;
    }

    @Test
    void aZipFileIsFoundBehindAnythingInAnything() throws IOException {
        for (byte[] front : fronts()) {
            byte[] whole = joined(front, zip(BAD));
            assertThat(objection("a", whole)).contains(FOUND);
            for (byte[] outer : in(whole)) {
                assertThat(objection("outer", outer)).contains(FOUND);
            }
            byte[] good = joined(front, zip(Map.of("a.txt", TEXT)));
            for (byte[] outer : in(good)) {
                assertThat(objection("outer", outer)).isEmpty();
            }
        }
    }

    @Test
    void aSevenZIsFoundBehindAnythingInAnything() throws IOException {
        for (byte[] front : fronts()) {
            byte[] whole = joined(front, sevenZ(BAD));
            assertThat(objection("a", whole)).contains(FOUND);
            for (byte[] outer : in(whole)) {
                assertThat(objection("outer", outer)).contains(FOUND);
            }
        }
        byte[] far = joined(random(7_500_000), sevenZ(BAD), TEXT);
        assertThat(objection("photo.jpg", far)).contains(FOUND);
        // further on no program looks for it
        byte[] further = joined(random(HiddenStart.FURTHEST + 1), sevenZ(BAD));
        assertThat(objection("photo.jpg", further)).isEmpty();
    }

    @Test
    void itsSixBytesAloneAreNoSevenZ() throws IOException {
        byte[] whole = sevenZ(BAD);
        for (int length = 6; length < whole.length; length++) {
            byte[] cut = joined("words".getBytes(UTF_8), Arrays.copyOf(whole, length));
            assertThat(unreadable("a", cut)).as("%d", length).isEmpty();
        }
        Random random = new Random(20261130);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = random(40 + random.nextInt(1000));
            System.arraycopy(whole, 0, bytes, 1 + random.nextInt(bytes.length - 7), 6);
            bytes[0] = 0;
            assertThat(unreadable("a", bytes)).isEmpty();
        }
    }

    /// So that it falls on the ends of what is read at once.
    @Test
    void aSevenZIsFoundAtAnyPlace() throws IOException {
        byte[] archive = sevenZ(BAD);
        for (int before = 1; before < 40; before++) {
            assertThat(objection("a", joined(new byte[before], archive))).contains(FOUND);
            byte[] late = joined(new byte[(1 << 16) - before], archive);
            assertThat(objection("a", late)).as("%d", before).contains(FOUND);
        }
    }

    /// Of several that stand one behind the other, whatever ends where whoever reads has taken all that it asked for.
    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 8192, 8704, 16_384, 65_536})
    void theNextOfSeveralGzipFilesIsReadWhereverTheFirstEnds(int length) throws IOException {
        byte[] tar = tar(BAD);
        byte[] first = gzip(Arrays.copyOf(tar, 512));
        byte[] name = "x".repeat(length - first.length - 1).getBytes(UTF_8);
        byte[] padded =
                joined(
                        Arrays.copyOf(first, 10),
                        name,
                        new byte[1],
                        Arrays.copyOfRange(first, 10, first.length));
        padded[3] |= 8; // it has a name
        assertThat(padded).hasSize(length);
        byte[] whole = joined(padded, gzip(Arrays.copyOfRange(tar, 512, tar.length)));
        assertThat(objection("a", whole)).contains(FOUND);
        for (byte[] outer : in(whole)) {
            assertThat(objection("outer", outer)).contains(FOUND);
        }
    }

    /// What is appended is more than programs search for its end, or there is none.
    @Test
    void aZipFileWhoseListIsNotFoundIsReadFromItsBeginning() throws IOException {
        byte[] bad = zip(BAD);
        assertThat(objection("a.zip", joined(bad, new byte[70_000]))).contains(FOUND);
        int list = indexOf(bad, HexFormat.of().parseHex("504b0102"));
        byte[] cut = Arrays.copyOf(bad, list);
        assertThat(objection("a.zip", cut)).contains(FOUND);
        assertThat(objection("a", cut)).contains(FOUND);
        for (byte[] outer : in(cut)) {
            assertThat(objection("outer", outer)).contains(FOUND);
        }
        byte[] good = zip(Map.of("a.txt", TEXT));
        assertThat(unreadable("a.zip", Arrays.copyOf(good, good.length - 30))).isPresent();
        byte[] named = zip(Map.of("setup.exe", TEXT));
        assertThat(objection("a.zip", Arrays.copyOf(named, named.length - 30)).orElseThrow())
                .startsWith("in it, setup.exe: ");
        byte[] zeros = zip(Map.of("zeros", new byte[101_000_000]));
        assertThat(objection("a.zip", Arrays.copyOf(zeros, zeros.length - 30)).orElseThrow())
                .contains("200 times its size");
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                .indexOf(new String(sought, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void aListThatIsTooLongHidesNothing() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 30_000; i++) {
                zip.putNextEntry(new ZipEntry("a name that is somewhat long " + i));
            }
            zip.putNextEntry(new ZipEntry("photo.jpg"));
            zip.write(PROGRAM);
        }
        assertThat(objection("a.zip", bytes.toByteArray())).contains(FOUND);
    }

    /// The name of its first entry makes it begin as another kind does.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BZh9.txt",
                "PK\u0003\u0004.txt",
                "7z",
                "\u001F\u008B\b.txt",
                "Rar!\u001A\u0007",
                "!<arch>\n"
            })
    void aTarIsOneWhateverItsFirstNameIs(String first) throws IOException {
        byte[] tar = tar(Map.of("a.txt", TEXT, "photo.jpg", PROGRAM));
        byte[] name = first.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Arrays.fill(tar, 0, 100, (byte) 0);
        System.arraycopy(name, 0, tar, 0, name.length);
        sum(tar);
        assertThat(objection("a.tar", tar)).contains(FOUND);
        for (byte[] outer : in(tar)) {
            assertThat(objection("outer", outer)).contains(FOUND);
        }
    }

    /// The sum of its head (POSIX 1003.1, ustar interchange format).
    private static void sum(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xFF;
        }
        byte[] octal = String.format("%06o\0 ", sum).getBytes(UTF_8);
        System.arraycopy(octal, 0, tar, 148, octal.length);
    }

    /// Of before POSIX, and under another name.
    @Test
    void aTarWithoutMagicIsOne() throws IOException {
        byte[] tar = tar(BAD);
        Arrays.fill(tar, 257, 265, (byte) 0);
        sum(tar);
        assertThat(objection("letter.doc", tar)).isPresent();
        assertThat(objection("words", new byte[10_240])).isEmpty();
        assertThat(unreadable("words", new byte[10_240])).isEmpty();
    }

    @Test
    void whatIsBehindATarWhoseHeadIsBrokenIsFound() throws IOException {
        byte[] broken = Arrays.copyOf(tar(Map.of("a.txt", TEXT)), 512);
        Arrays.fill(broken, 124, 136, (byte) '9'); // its size
        byte[] whole = joined(broken, zip(BAD));
        for (byte[] outer : in(whole)) {
            assertThat(objection("outer", outer)).contains(FOUND);
        }
    }

    /// More than is held; what is in the compressed file itself is read all the same.
    @Test
    void whatIsTooLargeToBeHeldIsSaid() throws IOException {
        byte[] front = gzip(joined(TEXT, random(HELD)));
        for (byte[] whole : List.of(joined(front, zip(BAD)), joined(random(HELD), zip(BAD)))) {
            assertThat(unreadable("a", zip(Map.of("b", whole))))
                    .contains("an archive in it is too large");
        }
        assertThat(unreadable("a", zip(Map.of("b", front)))).isEmpty();
        assertThat(unreadable("a", zip(Map.of("b", random(HELD + 5))))).isEmpty();
        byte[] tgz = gzip(tar(Map.of("a", random(HELD), "photo.jpg", PROGRAM)));
        assertThat(objection("a", zip(Map.of("b.tgz", tgz)))).contains(FOUND);
        // the room is there again
        byte[] inner = zip(Map.of("a", random(HELD / 3), "photo.jpg", PROGRAM));
        byte[] two = gzip(tar(Map.of("a", random(HELD), "b", inner)));
        assertThat(objection("a", zip(Map.of("b.tgz", two, "a.tgz", two)))).contains(FOUND);
    }

    @Test
    void whatIsOfAKindThatIsNotReadIsSaid() throws IOException {
        byte[] iso = new byte[100_000];
        System.arraycopy("CD001".getBytes(UTF_8), 0, iso, 32_769, 5);
        byte[] disk = joined(random(10_000), "conectix".getBytes(UTF_8), new byte[504]);
        for (byte[] image : List.of(iso, disk)) {
            assertThat(unreadable("a", image)).contains("it is the image of a disc");
            assertThat(unreadable("a", zip(Map.of("b", image))))
                    .contains("it is the image of a disc");
        }
        byte[] rar = HexFormat.of().parseHex("526172211a0700cf907300000d00000000000000");
        assertThat(unreadable("a.jpg", joined(new byte[1000], rar)).orElseThrow()).contains("RAR");
        for (String sign :
                List.of(
                        "04224d18",
                        "1f9d90",
                        "213c617263683e0a",
                        "303730373031",
                        "edabeedb",
                        "4d5357494d000000",
                        "7668647866696c65")) {
            byte[] bytes = joined(HexFormat.of().parseHex(sign), TEXT);
            assertThat(unreadable("a", bytes)).as(sign).isPresent();
        }
    }

    @Test
    void damageIsNoFailure() throws IOException {
        Random random = new Random(20261130);
        for (byte[] front : fronts()) {
            for (byte[] archive : List.of(zip(BAD), sevenZ(BAD), tar(BAD))) {
                byte[] whole = joined(Arrays.copyOf(front, Math.min(front.length, 3_000)), archive);
                for (int i = 0; i < 60; i++) {
                    byte[] damaged =
                            i % 2 == 0
                                    ? Arrays.copyOf(whole, random.nextInt(whole.length))
                                    : whole.clone();
                    for (int change = 0; change < i % 5 && damaged.length > 0; change++) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                    assertThat(objection("a", damaged)).isNotNull();
                    assertThat(objection("a", gzip(damaged))).isNotNull();
                    assertThat(objection("a", zip(Map.of("b", damaged)))).isNotNull();
                }
            }
        }
    }
}
