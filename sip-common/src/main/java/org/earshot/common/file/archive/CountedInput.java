package org.earshot.common.file.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that tells how much is read of it, by whatever method.
class CountedInput extends FilterInputStream {
    private final Counter counter;

    /// Hears of bytes that were read.
    interface Counter {
        /// @throws IOException for whoever reads
        void count(long bytes) throws IOException;
    }

    CountedInput(InputStream in, Counter counter) {
        super(in);
        this.counter = counter;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        counter.count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = super.read(to, offset, length);
        counter.count(Math.max(0, count));
        return count;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long count = super.skip(wanted);
        counter.count(count);
        return count;
    }
}
