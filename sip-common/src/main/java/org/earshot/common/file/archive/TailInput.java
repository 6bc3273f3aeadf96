package org.earshot.common.file.archive;

import java.io.IOException;
import java.io.InputStream;

/// A stream whose last bytes are known when it has ended. Closing it closes nothing. For one thread.
final class TailInput extends BlockInput {
    private final InputStream from;
    private final byte[] ring;
    private long count;

    /// @param most how many bytes are to be known
    TailInput(InputStream from, int most) {
        this.from = from;
        this.ring = new byte[most];
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int read = from.read(to, offset, length);
        for (int at = Math.max(0, read - ring.length); at < read; ) {
            int place = (int) ((count + at) % ring.length);
            int part = Math.min(read - at, ring.length - place);
            System.arraycopy(to, offset + at, ring, place, part);
            at += part;
        }
        count += Math.max(0, read);
        return read;
    }

    /// The last bytes that were read.
    byte[] tail() {
        int length = (int) Math.min(count, ring.length);
        byte[] tail = new byte[length];
        for (int i = 0; i < length; i++) {
            tail[i] = ring[(int) ((count - length + i) % ring.length)];
        }
        return tail;
    }
}
