package org.earshot.server.people;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// The JDK's image decoders and encoders, which are the only reason for AWT's images here: nothing is painted, and no display is needed.
/// Stateless.
final class ImageCodec {
    /// To this side, or a little more, the decoder itself leaves out pixels: it bounds what an image takes in memory.
    private static final int DECODED = 1024;

    private static final float QUALITY = 0.9f;

    private ImageCodec() {}

    /// @param header of an image with sides within limits
    static Picture normal(ImageHeader header) throws PictureRefusedException {
        Shrinking.Pixels small = Shrinking.to(Picture.SIDE, decode(header));
        try {
            return small.isOpaque()
                    ? Picture.of("image/jpeg", jpeg(small))
                    : Picture.of("image/png", png(small));
        } catch (IOException e) {
            throw new IllegalStateException("an image can't be written into memory", e);
        }
    }

    private static Shrinking.Pixels decode(ImageHeader header) throws PictureRefusedException {
        ImageReader reader = reader(header.format());
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(header.plain()))) {
            reader.setInput(in, true, true);
            if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
                throw ImageHeader.broken();
            }
            ImageReadParam parameters = reader.getDefaultReadParam();
            int each = Math.max(1, Math.max(header.width(), header.height()) / DECODED);
            parameters.setSourceSubsampling(each, each, 0, 0);
            BufferedImage image = reader.read(0, parameters);
            int width = image.getWidth();
            int height = image.getHeight();
            return new Shrinking.Pixels(
                    width, height, image.getRGB(0, 0, width, height, null, 0, width));
        } catch (IOException | RuntimeException e) {
            // the decoders say what is wrong with an image by whatever exception it leads to
            throw ImageHeader.broken();
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(ImageHeader.Format format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        return readers.next(); // every Java has both (javax.imageio's package description)
    }

    private static byte[] png(Shrinking.Pixels pixels) throws IOException {
        return write("png", image(pixels, BufferedImage.TYPE_INT_ARGB), Optional.empty());
    }

    private static byte[] jpeg(Shrinking.Pixels pixels) throws IOException {
        return write("jpeg", image(pixels, BufferedImage.TYPE_INT_RGB), Optional.of(QUALITY));
    }

    private static BufferedImage image(Shrinking.Pixels pixels, int type) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), type);
        image.setRGB(0, 0, pixels.width(), pixels.height(), pixels.argb(), 0, pixels.width());
        return image;
    }

    private static byte[] write(String format, BufferedImage image, Optional<Float> quality)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            quality.ifPresent(of -> {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(of);
            });
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
