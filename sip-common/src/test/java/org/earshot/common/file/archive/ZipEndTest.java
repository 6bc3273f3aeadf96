package org.earshot.common.file.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipEndTest {
    private static boolean isIn(byte[] bytes) throws IOException {
        return ZipEnd.isIn(new MemoryContent(bytes));
    }

    private static byte[] zip(String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            zip.putNextEntry(new ZipEntry("a"));
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void aListIsFoundWhateverStandsBeforeItAndBehindIt() throws IOException {
        assertThat(isIn(zip(""))).isTrue();
        assertThat(isIn(zip("x".repeat(65_535)))).isTrue();
        assertThat(isIn(joined(new byte[100_000], zip("words")))).isTrue();
        assertThat(isIn(joined(zip(""), new byte[65_000]))).isTrue();
    }

    /// An end that says that the numbers of zip64 count, behind where these are found (APPNOTE 4.3.15).
    @Test
    void aListOfMoreThanFourGigabytesIsFound() throws IOException {
        byte[] end = HexFormat.of().parseHex("504b050600000000ffffffffffffffffffffffff0000");
        byte[] locator = joined(HexFormat.of().parseHex("504b0607"), new byte[16]);
        assertThat(isIn(joined(locator, end))).isTrue();
        assertThat(isIn(joined(new byte[20], end))).isFalse();
    }

    @Test
    void whatHasNoListHasNone() throws IOException {
        byte[] whole = zip("");
        for (int length = 0; length < whole.length; length++) {
            assertThat(isIn(Arrays.copyOf(whole, length))).as("%d", length).isFalse();
        }
        Random random = new Random(20261130);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[22 + random.nextInt(200)];
            random.nextBytes(bytes);
            bytes[0] = 'P';
            bytes[1] = 'K';
            bytes[2] = 5;
            bytes[3] = 6;
            assertThat(isIn(bytes)).isFalse();
        }
    }
}
