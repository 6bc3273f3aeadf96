package org.earshot.softphone.ui.account;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/// Which way up a camera held a picture, as it wrote that into the JPEG file (Exif 2.32, tag 0x0112). Pure. Whatever can't be understood is upright: it is only a hint.
enum ExifOrientation {
    UPRIGHT,
    MIRRORED,
    HALF_TURN,
    UPSIDE_DOWN_MIRRORED,
    TRANSPOSED,
    /// To be turned by a quarter, as the clock goes.
    QUARTER_TURN,
    TRANSVERSE,
    THREE_QUARTERS;

    /// So much of a file has it: it stands in the first segments, of 64 kB each.
    static final int HEAD = 256 * 1024;

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    /// @param head of a file, all of it or the first [#HEAD] bytes
    static ExifOrientation of(byte[] head) {
        Bytes file = new Bytes(head, 0, head.length, true);
        if (file.u16(0) != 0xFFD8) {
            return UPRIGHT;
        }
        int at = 2;
        while (file.u8(at) == 0xFF) {
            int marker = file.u8(at + 1);
            int length = file.u16(at + 2); // with itself
            boolean hasPicture = marker == 0xDA || marker == 0xD9;
            if (hasPicture || length < 2) {
                return UPRIGHT;
            }
            if (marker == 0xE1 && file.begins(at + 4, EXIF)) {
                return ofTiff(head, at + 4 + EXIF.length, Math.min(head.length, at + 2 + length));
            }
            at += 2 + length;
        }
        return UPRIGHT;
    }

    private static ExifOrientation ofTiff(byte[] bytes, int start, int end) {
        Bytes order = new Bytes(bytes, start, end, true);
        boolean motorola = order.u16(0) == 0x4D4D;
        if (!motorola && order.u16(0) != 0x4949) {
            return UPRIGHT;
        }
        Bytes tiff = new Bytes(bytes, start, end, motorola);
        long directory = ((long) tiff.u16(motorola ? 4 : 6) << 16) | tiff.u16(motorola ? 6 : 4);
        if (tiff.u16(2) != 42 || directory < 8 || directory > end) {
            return UPRIGHT;
        }
        int first = (int) directory;
        int entries = tiff.u16(first);
        for (int i = 0; i < entries; i++) {
            int entry = first + 2 + 12 * i;
            if (tiff.u16(entry) == TAG && tiff.u16(entry + 2) == SHORT) {
                int value = tiff.u16(entry + 8);
                return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /// A part of an array; -1 where something is asked for beyond it.
    private static final class Bytes {
        private final byte[] all;
        private final int start;
        private final int end;
        private final boolean bigEndian;

        Bytes(byte[] all, int start, int end, boolean bigEndian) {
            this.all = all;
            this.start = start;
            this.end = end;
            this.bigEndian = bigEndian;
        }

        int u8(int at) {
            int index = start + at;
            return at < 0 || index >= end ? -1 : all[index] & 0xFF;
        }

        int u16(int at) {
            int one = u8(at);
            int two = u8(at + 1);
            if (one < 0 || two < 0) {
                return -1;
            }
            return bigEndian ? one << 8 | two : two << 8 | one;
        }

        boolean begins(int at, byte[] wanted) {
            for (int i = 0; i < wanted.length; i++) {
                if (u8(at + i) != wanted[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean swapsSides() {
        return this == TRANSPOSED
                || this == QUARTER_TURN
                || this == TRANSVERSE
                || this == THREE_QUARTERS;
    }

    private AffineTransform turn(int w, int h) {
        return switch (this) {
            case UPRIGHT -> new AffineTransform();
            case MIRRORED -> new AffineTransform(-1, 0, 0, 1, w, 0);
            case HALF_TURN -> new AffineTransform(-1, 0, 0, -1, w, h);
            case UPSIDE_DOWN_MIRRORED -> new AffineTransform(1, 0, 0, -1, 0, h);
            case TRANSPOSED -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case QUARTER_TURN -> new AffineTransform(0, 1, -1, 0, h, 0);
            case TRANSVERSE -> new AffineTransform(0, -1, -1, 0, h, w);
            case THREE_QUARTERS -> new AffineTransform(0, -1, 1, 0, 0, w);
        };
    }

    /// The picture as it is to be seen.
    BufferedImage upright(BufferedImage picture) {
        if (this == UPRIGHT) {
            return picture;
        }
        int w = picture.getWidth();
        int h = picture.getHeight();
        int type =
                picture.getColorModel().hasAlpha()
                        ? BufferedImage.TYPE_INT_ARGB
                        : BufferedImage.TYPE_INT_RGB;
        BufferedImage turned =
                swapsSides() ? new BufferedImage(h, w, type) : new BufferedImage(w, h, type);
        Graphics2D g = turned.createGraphics();
        g.drawImage(picture, turn(w, h), null);
        g.dispose();
        return turned;
    }
}
