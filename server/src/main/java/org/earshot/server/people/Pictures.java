package org.earshot.server.people;

import java.util.concurrent.Semaphore;

/// Makes of what somebody sends a picture of our own: decoded with limits, at most 256 by 256, without what else was in the file, such as
/// where it was taken. Thread-safe.
final class Pictures {
    /// Of a file.
    static final int MOST_BYTES = 2 << 20;

    /// Each needs a processor, and tens of megabytes.
    private static final int AT_ONCE = 2;

    private final Semaphore places = new Semaphore(AT_ONCE);

    /// @throws PictureRefusedException if it is none that can be taken
    Picture normal(byte[] image) throws PictureRefusedException {
        if (image.length > MOST_BYTES) {
            throw new PictureRefusedException("a picture has at most " + MOST_BYTES + " bytes");
        }
        ImageHeader header = ImageHeader.read(image);
        places.acquireUninterruptibly();
        try {
            return ImageCodec.normal(header);
        } finally {
            places.release();
        }
    }
}
