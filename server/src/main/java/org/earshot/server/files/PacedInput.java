package org.earshot.server.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A body that must not come too slowly, on the average since it began: else few machines could hold all places for transfers. For one thread.
final class PacedInput extends FilterInputStream {
    static final long SLOWEST_BYTES_A_SECOND = 1000;

    /// Nobody is too slow before.
    static final Duration GRACE = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Instant began;
    private long bytes;

    PacedInput(InputStream in, InstantSource clock) {
        super(in);
        this.clock = clock;
        this.began = clock.instant();
    }

    /// It did.
    static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlowException() {
            super("the body comes too slowly");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(to, offset, length);
        } catch (IOException e) {
            throw new BrokenOffException(e);
        }
        count(count);
        return count;
    }

    private void count(int count) throws IOException {
        if (count < 0) {
            return; // all is there
        }
        bytes += count;
        Duration since = Duration.between(began, clock.instant());
        if (since.compareTo(GRACE) > 0
                && bytes < since.toMillis() * SLOWEST_BYTES_A_SECOND / 1000) {
            throw new TooSlowException();
        }
    }
}
