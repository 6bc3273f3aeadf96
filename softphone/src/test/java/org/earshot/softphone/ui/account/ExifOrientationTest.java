package org.earshot.softphone.ui.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExifOrientationTest {
    /// A JPEG file of a picture, with what a camera writes before it.
    private static byte[] jpeg(BufferedImage picture, int orientation, ByteOrder order)
            throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
        tiff.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(4_000);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        tiff.putShort((short) 0).putInt(0);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", plain);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(plain.toByteArray(), 0, 2);
        int length = 2 + 6 + tiff.capacity();
        file.write(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length});
        file.write(new byte[] {'E', 'x', 'i', 'f', 0, 0});
        file.write(tiff.array());
        file.write(plain.toByteArray(), 2, plain.size() - 2);
        return file.toByteArray();
    }

    private static BufferedImage picture() {
        BufferedImage picture = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                picture.setRGB(x, y, 0xFFFFFF); // the upper left corner is white
            }
        }
        return picture;
    }

    private static boolean isWhite(BufferedImage picture, int x, int y) {
        return (picture.getRGB(x, y) & 0xFF) > 200;
    }

    @ParameterizedTest(name = "{0}: the white corner is {1}")
    @CsvSource({
        "1, NW", "2, NE", "3, SE", "4, SW", "5, NW", "6, NE", "7, SE", "8, SW",
    })
    void aPictureIsTurnedAsTheCameraSays(int orientation, String corner, @TempDir Path folder)
            throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            Path file = folder.resolve("picture.jpg");
            Files.write(file, jpeg(picture(), orientation, order));
            BufferedImage seen = PictureDialog.read(file);
            assertThat(seen.getWidth()).isEqualTo(orientation >= 5 ? 32 : 64);
            assertThat(seen.getHeight()).isEqualTo(orientation >= 5 ? 64 : 32);
            int right = seen.getWidth() - 5;
            int low = seen.getHeight() - 5;
            assertThat(isWhite(seen, 4, 4)).isEqualTo(corner.equals("NW"));
            assertThat(isWhite(seen, right, 4)).isEqualTo(corner.equals("NE"));
            assertThat(isWhite(seen, right, low)).isEqualTo(corner.equals("SE"));
            assertThat(isWhite(seen, 4, low)).isEqualTo(corner.equals("SW"));
        }
    }

    @Test
    void aFileThatEndsEarlyIsUprightOrWhatItSaid() throws IOException {
        byte[] whole = jpeg(picture(), 6, ByteOrder.LITTLE_ENDIAN);
        for (int length = 0; length < whole.length; length++) {
            assertThat(ExifOrientation.of(Arrays.copyOf(whole, length)))
                    .isIn(ExifOrientation.UPRIGHT, ExifOrientation.QUARTER_TURN);
        }
    }

    @Test
    void randomBytesAreNoTrouble() throws IOException {
        Random random = new Random(7);
        byte[] whole = jpeg(picture(), 6, ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = Arrays.copyOf(whole, 120);
            for (int n = 0; n < 1 + random.nextInt(6); n++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            assertThat(ExifOrientation.of(broken)).isNotNull();
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(ExifOrientation.of(noise)).isEqualTo(ExifOrientation.UPRIGHT);
        }
    }
}
