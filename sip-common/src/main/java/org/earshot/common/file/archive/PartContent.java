package org.earshot.common.file.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// The end of another content, from a byte on.
final class PartContent implements Content {
    private final Content whole;
    private final long from;

    PartContent(Content whole, long from) {
        this.whole = whole;
        this.from = from;
    }

    @Override
    public long size() {
        return whole.size() - from;
    }

    @Override
    public InputStream open() {
        SeekableByteChannel channel = channel();
        return new BlockInput() {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(to, offset, length));
            }
        };
    }

    @Override
    public SeekableByteChannel channel() {
        SeekableByteChannel channel = whole.channel();
        return new ContentChannel(
                size(),
                (at, to, offset, length) ->
                        channel.position(from + at).read(ByteBuffer.wrap(to, offset, length)));
    }
}
