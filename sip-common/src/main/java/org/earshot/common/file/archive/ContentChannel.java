package org.earshot.common.file.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// Content that is read from any byte on. Closing it closes nothing else.
public final class ContentChannel implements SeekableByteChannel {
    /// Reads what is there.
    public interface Source {
        /// @return how many bytes, at least one: it is asked for none that are not there
        int read(long at, byte[] to, int offset, int length) throws IOException;
    }

    private final long size;
    private final Source source;
    private long position;
    private boolean closed;

    public ContentChannel(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (position >= size) {
            return -1;
        }
        byte[] block = new byte[(int) Math.min(to.remaining(), size - position)];
        int count = block.length == 0 ? 0 : source.read(position, block, 0, block.length);
        to.put(block, 0, count);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
        if (to < 0) {
            throw new IllegalArgumentException("before the beginning: " + to);
        }
        position = to;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long to) {
        throw new NonWritableChannelException();
    }
}
