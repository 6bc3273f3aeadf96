package org.earshot.server.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import org.earshot.common.file.archive.BlockInput;
import org.earshot.common.file.archive.Content;
import org.earshot.common.file.archive.ContentChannel;

/// The content of a whole file, from any byte on, in the memory of two chunks. For one thread.
final class WholeContent implements Content, AutoCloseable {
    private static final long NONE = -1;

    private final FileChannel channel;
    private final Chunks chunks;
    private final long size;
    private final ByteBuffer sealed = ByteBuffer.allocate(Chunks.SEALED);
    private final byte[] plain = new byte[Chunks.PLAIN];
    // the number of the chunk that is in there, and its length
    private long inPlain = NONE;
    private int available;

    /// @throws IOException if there is more or less of it than belongs to that size
    WholeContent(FileChannel channel, Chunks chunks, long size) throws IOException {
        this.channel = channel;
        this.chunks = chunks;
        this.size = size;
        if (channel.size() != Chunks.sealedLength(size)) {
            throw new IOException("content of another length than the file has");
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return part(0, size);
    }

    @Override
    public SeekableByteChannel channel() {
        return new ContentChannel(size, this::readAt);
    }

    /// A part of it, as a stream, which ends with this.
    ///
    /// @param from the first byte, 0 to the size
    /// @param length up to what is left
    InputStream part(long from, long length) {
        if (from < 0 || length < 0 || from > size - length) {
            throw new IllegalArgumentException(from + " + " + length + " of " + size);
        }
        return new Part(from, from + length);
    }

    private final class Part extends BlockInput {
        private final long end;
        private long at;

        Part(long from, long end) {
            this.at = from;
            this.end = end;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at >= end) {
                return -1;
            }
            int count = readAt(at, to, offset, (int) Math.min(length, end - at));
            at += count;
            return count;
        }
    }

    private int readAt(long at, byte[] to, int offset, int length) throws IOException {
        long number = at / Chunks.PLAIN;
        if (number != inPlain) {
            inPlain = NONE; // until it is whole
            available = load(number);
            inPlain = number;
        }
        int within = (int) (at % Chunks.PLAIN);
        int count = Math.min(length, available - within);
        if (count <= 0) {
            throw new EOFException("a chunk is too short");
        }
        System.arraycopy(plain, within, to, offset, count);
        return count;
    }

    private int load(long number) throws IOException {
        sealed.clear();
        long at = number * Chunks.SEALED;
        sealed.limit((int) Math.min(Chunks.SEALED, channel.size() - at));
        fill(channel, at, sealed);
        try {
            return chunks.open(number, sealed.flip(), plain);
        } catch (GeneralSecurityException e) {
            throw new IOException("the content of a file was changed in the folder", e);
        }
    }

    static void fill(FileChannel channel, long from, ByteBuffer into) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("content that is cut off");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
