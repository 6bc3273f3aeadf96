package org.earshot.server.people;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What an image says of itself, read by us before a decoder sees any of it: a few bytes can claim to be gigabytes. Pure.
final class ImageHeader {
    /// Of either side.
    static final int MOST_PIXELS = 4096;

    /// Whoever makes progressive pictures makes ten scans; each is as much work as the picture.
    private static final int MOST_SCANS = 32;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final Set<String> CHUNKS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    private static final int CHUNK_FRAME = 12;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;

    private final Format format;
    private final int width;
    private final int height;
    private final byte[] plain;

    private ImageHeader(Format format, int width, int height, byte[] plain) {
        this.format = format;
        this.width = width;
        this.height = height;
        this.plain = plain;
    }

    Format format() {
        return format;
    }

    /// In pixels.
    int width() {
        return width;
    }

    /// In pixels.
    int height() {
        return height;
    }

    /// The image without what is no part of it, such as texts, profiles and where it was taken.
    byte[] plain() {
        return plain;
    }

    /// What can be read.
    enum Format {
        PNG,
        JPEG
    }

    /// @throws PictureRefusedException for what is neither, too large, or broken
    static ImageHeader read(byte[] image) throws PictureRefusedException {
        ImageHeader header =
                startsWith(image, PNG)
                        ? png(image)
                        : startsWith(image, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})
                                ? jpeg(image)
                                : none();
        if (header.width < 1 || header.height < 1) {
            throw broken();
        }
        if (header.width > MOST_PIXELS || header.height > MOST_PIXELS) {
            throw new PictureRefusedException(
                    "a picture has at most " + MOST_PIXELS + " by " + MOST_PIXELS + " pixels");
        }
        return header;
    }

    private static ImageHeader none() throws PictureRefusedException {
        throw new PictureRefusedException("a picture is PNG or JPEG");
    }

    static PictureRefusedException broken() {
        return new PictureRefusedException("this picture is damaged");
    }

    private static boolean startsWith(byte[] image, byte[] start) {
        if (image.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (image[i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    /// Keeps the chunks that make the picture (PNG §11.2 and tRNS) and no others: some of these are compressed too.
    private static ImageHeader png(byte[] whole) throws PictureRefusedException {
        ByteBuffer image = ByteBuffer.wrap(whole);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(image.remaining());
        plain.writeBytes(PNG);
        image.position(PNG.length);
        int width = 0;
        int height = 0;
        boolean ended = false;
        for (boolean first = true; !ended; first = false) {
            if (image.remaining() < CHUNK_FRAME) {
                throw broken();
            }
            int start = image.position();
            int length = image.getInt();
            byte[] name = new byte[4];
            image.get(name);
            if (length < 0 || length > image.remaining() - 4) {
                throw broken();
            }
            String chunk = new String(name, StandardCharsets.ISO_8859_1);
            if (first) {
                if (!chunk.equals("IHDR") || length != 13) {
                    throw broken();
                }
                width = image.getInt(image.position());
                height = image.getInt(image.position() + 4);
            }
            if (CHUNKS.contains(chunk) && first == chunk.equals("IHDR")) {
                plain.write(whole, start, length + CHUNK_FRAME);
            }
            image.position(start + length + CHUNK_FRAME);
            ended = chunk.equals("IEND");
        }
        return new ImageHeader(Format.PNG, width, height, plain.toByteArray());
    }

    /// Keeps all segments but comments and those of applications (T.81 §B.1.1.3), of which colours need Adobe's.
    private static ImageHeader jpeg(byte[] whole) throws PictureRefusedException {
        ByteBuffer image = ByteBuffer.wrap(whole);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(image.remaining());
        plain.write(0xFF);
        plain.write(0xD8);
        image.position(2);
        int width = 0;
        int height = 0;
        int scans = 0;
        while (true) {
            int marker = marker(image);
            if (marker == END_OF_IMAGE) {
                break;
            }
            int start = image.position();
            if (image.remaining() < 2) {
                throw broken();
            }
            int length = image.getShort() & 0xFFFF;
            if (length < 2 || length - 2 > image.remaining()) {
                throw broken();
            }
            if (isFrame(marker)) {
                if (length < 8 || width != 0) { // one frame: what follows would have another size
                    throw broken();
                }
                height = image.getShort(start + 3) & 0xFFFF;
                width = image.getShort(start + 5) & 0xFFFF;
            }
            if (isPartOfThePicture(marker)) {
                plain.write(0xFF);
                plain.write(marker);
                plain.write(whole, start, length);
            }
            image.position(start + length);
            if (marker == START_OF_SCAN) {
                if (width == 0 || ++scans > MOST_SCANS) {
                    throw broken();
                }
                int end = endOfScan(image);
                plain.write(whole, image.position(), end - image.position());
                image.position(end);
            }
        }
        if (scans == 0) {
            throw broken();
        }
        plain.write(0xFF);
        plain.write(END_OF_IMAGE);
        return new ImageHeader(Format.JPEG, width, height, plain.toByteArray());
    }

    private static int marker(ByteBuffer image) throws PictureRefusedException {
        int skipped = 0;
        while (image.remaining() >= 2) {
            if ((image.get() & 0xFF) != 0xFF) {
                break;
            }
            int marker = image.get(image.position()) & 0xFF;
            if (marker != 0xFF) { // fill bytes may stand before a marker
                image.get();
                return marker;
            }
            skipped++;
            if (skipped > 64) {
                break;
            }
        }
        throw broken();
    }

    /// SOF0 to SOF15, but for DHT, JPG and DAC, which have numbers among them.
    private static boolean isFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }

    private static boolean isPartOfThePicture(int marker) {
        boolean application = marker >= 0xE0 && marker <= 0xEF;
        boolean comment = marker == 0xFE;
        return !comment && (!application || marker == 0xE0 || marker == 0xEE);
    }

    /// Where the next marker is that is no restart: in a scan 0xFF stands before 0 or a restart only.
    private static int endOfScan(ByteBuffer image) throws PictureRefusedException {
        for (int at = image.position(); at + 1 < image.limit(); at++) {
            if ((image.get(at) & 0xFF) == 0xFF) {
                int next = image.get(at + 1) & 0xFF;
                if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
                    return at;
                }
            }
        }
        throw broken();
    }
}
