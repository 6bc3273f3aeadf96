package org.earshot.server.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private final Pictures pictures = new Pictures();

    private static BufferedImage image(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D paint = image.createGraphics();
        paint.setColor(Color.RED);
        paint.fillRect(0, 0, (width + 1) / 2, height);
        paint.setColor(Color.BLUE);
        paint.fillRect((width + 1) / 2, 0, width / 2, height);
        paint.dispose();
        return image;
    }

    static byte[] bytes(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static BufferedImage read(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.content()));
    }

    private void refused(byte[] image, String why) {
        assertThatThrownBy(() -> pictures.normal(image))
                .isInstanceOf(PictureRefusedException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "png, 1000, 500, 256, 128",
        "jpeg, 1000, 500, 256, 128",
        "png, 4096, 4096, 256, 256",
        "jpeg, 3000, 4000, 192, 256",
        "png, 100, 40, 100, 40",
        "png, 1, 1, 1, 1",
        "png, 4096, 1, 256, 1"
    })
    void itIsMadeSmallInItsProportions(
            String format, int width, int height, int newWidth, int newHeight) throws Exception {
        Picture picture =
                pictures.normal(bytes(format, image(width, height, BufferedImage.TYPE_INT_RGB)));
        assertThat(picture.type()).isEqualTo("image/jpeg");
        BufferedImage small = read(picture);
        assertThat(small.getWidth()).isEqualTo(newWidth);
        assertThat(small.getHeight()).isEqualTo(newHeight);
        assertThat(new Color(small.getRGB(0, 0)).getRed()).isGreaterThan(200);
        assertThat(picture.etag()).matches("[0-9a-f]{32}");
    }

    @Test
    void whatCanBeSeenThroughStaysSo() throws Exception {
        BufferedImage image = image(600, 600, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 600, 300, new int[600 * 300], 0, 600);
        Picture picture = pictures.normal(bytes("png", image));
        assertThat(picture.type()).isEqualTo("image/png");
        assertThat(read(picture).getRGB(10, 10) >>> 24).isZero();
        assertThat(read(picture).getRGB(10, 250)).isEqualTo(Color.RED.getRGB());
    }

    @Test
    void greyAndIndexedPicturesAreTaken() throws Exception {
        for (int type :
                new int[] {
                    BufferedImage.TYPE_BYTE_GRAY,
                    BufferedImage.TYPE_USHORT_GRAY,
                    BufferedImage.TYPE_BYTE_INDEXED,
                    BufferedImage.TYPE_BYTE_BINARY
                }) {
            assertThat(pictures.normal(bytes("png", image(300, 300, type))).content()).isNotEmpty();
        }
    }

    @Test
    void whatElseWasInTheFileIsGone() throws Exception {
        byte[] png = bytes("png", image(300, 300, BufferedImage.TYPE_INT_RGB));
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int afterHeader = PNG.length + 25;
        told.write(png, 0, afterHeader);
        told.write(chunk("tEXt", "Location\0at home".getBytes(StandardCharsets.ISO_8859_1)));
        told.write(png, afterHeader, png.length - afterHeader);
        byte[] jpeg = bytes("jpeg", image(300, 300, BufferedImage.TYPE_INT_RGB));
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.write(jpeg, 0, 2);
        byte[] words = "Exif\0\0at home".getBytes(StandardCharsets.ISO_8859_1);
        exif.write(
                ByteBuffer.allocate(4)
                        .putShort((short) 0xFFE1)
                        .putShort((short) (words.length + 2))
                        .array());
        exif.write(words);
        exif.write(jpeg, 2, jpeg.length - 2);
        for (byte[] image : new byte[][] {told.toByteArray(), exif.toByteArray()}) {
            assertThat(new String(image, StandardCharsets.ISO_8859_1)).contains("at home");
            assertThat(new String(pictures.normal(image).content(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("at home");
            assertThat(new String(ImageHeader.read(image).plain(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("at home");
        }
    }

    private static byte[] chunk(String name, byte[] content) {
        byte[] typed =
                ByteBuffer.allocate(4 + content.length)
                        .put(name.getBytes(StandardCharsets.ISO_8859_1))
                        .put(content)
                        .array();
        CRC32 crc = new CRC32();
        crc.update(typed);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(typed)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] png(int width, int height, byte[] compressed, byte[]... more)
            throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(PNG);
        png.write(
                chunk(
                        "IHDR",
                        ByteBuffer.allocate(13)
                                .putInt(width)
                                .putInt(height)
                                .put(new byte[] {8, 2, 0, 0, 0})
                                .array()));
        for (byte[] other : more) {
            png.write(other);
        }
        png.write(chunk("IDAT", compressed));
        png.write(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] zeros(int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes)) {
            byte[] block = new byte[1 << 20];
            for (int left = count; left > 0; left -= block.length) {
                deflate.write(block, 0, Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aBombOfPixelsIsRefusedBeforeItIsLitForItsSizeAlone() throws Exception {
        refused(png(50_000, 50_000, zeros(1000)), "4096");
        refused(png(4097, 1, zeros(1000)), "4096");
        refused(png(Integer.MAX_VALUE, Integer.MAX_VALUE, zeros(10)), "4096");
        refused(png(-1, 5, zeros(10)), "damaged");
        refused(png(0, 5, zeros(10)), "damaged");
    }

    @Test
    void moreContentThanAPictureHasIsNotUnpacked() throws Exception {
        assertThat(pictures.normal(png(2, 2, zeros(1 << 29))).content()).isNotEmpty();
    }

    @Test
    void aProfileThatUnpacksToGigabytesIsNotLookedAt() throws Exception {
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        profile.write("p\0\0".getBytes(StandardCharsets.ISO_8859_1));
        profile.write(zeros(1 << 29));
        byte[] bomb = png(2, 2, zeros(14), chunk("iCCP", profile.toByteArray()));
        assertThat(bomb.length).isLessThan(Pictures.MOST_BYTES);
        assertThat(pictures.normal(bomb).content()).isNotEmpty();
    }

    @Test
    void aJpegOfVeryManyScansIsRefused() throws Exception {
        byte[] jpeg = bytes("jpeg", image(64, 64, BufferedImage.TYPE_INT_RGB));
        int scan = 0;
        while ((jpeg[scan] & 0xFF) != 0xFF || (jpeg[scan + 1] & 0xFF) != 0xDA) {
            scan++;
        }
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(jpeg, 0, scan);
        for (int i = 0; i < 100; i++) {
            many.write(jpeg, scan, jpeg.length - 2 - scan);
        }
        many.write(jpeg, jpeg.length - 2, 2);
        refused(many.toByteArray(), "damaged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'/>", "BM", "\u0000"})
    void whatIsNeitherPngNorJpegIsRefused(String start) {
        refused(start.getBytes(StandardCharsets.ISO_8859_1), "PNG or JPEG");
    }

    @Test
    void aFileThatIsTooLargeIsNotLookedAt() {
        refused(new byte[Pictures.MOST_BYTES + 1], "bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void whatIsCutOffOrNoiseIsRefusedOrAPicture(String format) throws Exception {
        byte[] whole = bytes(format, image(40, 30, BufferedImage.TYPE_INT_RGB));
        for (int length = 0; length < whole.length; length++) {
            tryOut(Arrays.copyOf(whole, length));
        }
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            byte[] noise = whole.clone();
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            tryOut(noise);
            byte[] all = new byte[random.nextInt(300)];
            random.nextBytes(all);
            System.arraycopy(whole, 0, all, 0, Math.min(all.length, 8));
            tryOut(all);
        }
    }

    private void tryOut(byte[] image) {
        try {
            Picture picture = pictures.normal(image);
            assertThat(read(picture).getWidth()).isLessThanOrEqualTo(Picture.SIDE);
        } catch (PictureRefusedException e) {
            assertThat(e.getMessage()).isNotEmpty();
        } catch (IOException e) {
            throw new AssertionError("what we made is no picture", e);
        }
    }
}
