package org.earshot.common.file.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/// Content that lies on the disk as it is. The channel's own position stays where it is, and it is not closed.
public final class ChannelContent implements Content {
    private final FileChannel channel;
    private final long size;

    /// @param size bytes; no more are read
    public ChannelContent(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        SeekableByteChannel from = channel();
        return new BlockInput() {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return length == 0 ? 0 : from.read(ByteBuffer.wrap(to, offset, length));
            }
        };
    }

    @Override
    public SeekableByteChannel channel() {
        return new ContentChannel(
                size,
                (at, to, offset, length) -> {
                    int count = channel.read(ByteBuffer.wrap(to, offset, length), at);
                    if (count < 1) {
                        throw new IOException("the file is shorter than it was");
                    }
                    return count;
                });
    }
}
