package org.earshot.server.people;

/// An image made smaller: each pixel is the mean of those that it stands for. Pure.
final class Shrinking {
    private Shrinking() {}

    /// Pixels in rows, each `0xAARRGGBB`, colours not multiplied by alpha.
    static final class Pixels {
        private final int width;
        private final int height;
        private final int[] argb;

        /// @param argb nobody writes into it afterwards
        Pixels(int width, int height, int[] argb) {
            this.width = width;
            this.height = height;
            this.argb = argb;
        }

        int width() {
            return width;
        }

        int height() {
            return height;
        }

        int[] argb() {
            return argb;
        }

        boolean isOpaque() {
            for (int pixel : argb) {
                if (pixel >>> 24 != 0xFF) {
                    return false;
                }
            }
            return true;
        }
    }

    /// With sides of at most so many pixels, in the same proportion; the same where it is small enough.
    static Pixels to(int longest, Pixels from) {
        int larger = Math.max(from.width(), from.height());
        if (larger <= longest) {
            return from;
        }
        int width = Math.max(1, (int) Math.round((double) from.width() * longest / larger));
        int height = Math.max(1, (int) Math.round((double) from.height() * longest / larger));
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            int top = from(y, height, from.height());
            int bottom = Math.max(top + 1, from(y + 1, height, from.height()));
            for (int x = 0; x < width; x++) {
                int left = from(x, width, from.width());
                int right = Math.max(left + 1, from(x + 1, width, from.width()));
                argb[y * width + x] = mean(from, left, top, right, bottom);
            }
        }
        return new Pixels(width, height, argb);
    }

    private static int from(int at, int small, int large) {
        return (int) ((long) at * large / small);
    }

    /// What can't be seen has no colour to give.
    private static int mean(Pixels from, int left, int top, int right, int bottom) {
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = from.argb()[y * from.width() + x];
                int a = pixel >>> 24;
                alpha += a;
                red += (long) a * (pixel >> 16 & 0xFF);
                green += (long) a * (pixel >> 8 & 0xFF);
                blue += (long) a * (pixel & 0xFF);
            }
        }
        if (alpha == 0) {
            return 0;
        }
        long count = (long) (right - left) * (bottom - top);
        return (int) (alpha / count) << 24
                | (int) (red / alpha) << 16
                | (int) (green / alpha) << 8
                | (int) (blue / alpha);
    }
}
