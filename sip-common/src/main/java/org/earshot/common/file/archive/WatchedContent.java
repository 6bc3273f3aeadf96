package org.earshot.common.file.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Content whose failures are told apart from those of whoever makes something of it, and that tells how much is read of it.
final class WatchedContent implements Content {
    private final Content content;
    private final Consumer<IOException> onFault;
    private final LongConsumer onRead;

    /// @param onFault hears that the content itself can't be read
    /// @param onRead hears how many bytes were read, also those that were read before
    WatchedContent(Content content, Consumer<IOException> onFault, LongConsumer onRead) {
        this.content = content;
        this.onFault = onFault;
        this.onRead = onRead;
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public InputStream open() {
        InputStream in = content.open();
        return new BlockInput() {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return watched(() -> in.read(to, offset, length));
            }
        };
    }

    @Override
    public SeekableByteChannel channel() {
        SeekableByteChannel channel = content.channel();
        return new ContentChannel(
                content.size(),
                (at, to, offset, length) ->
                        watched(() ->
                                channel.position(at)
                                        .read(java.nio.ByteBuffer.wrap(to, offset, length))));
    }

    private interface Reading {
        int read() throws IOException;
    }

    private int watched(Reading reading) throws IOException {
        try {
            int count = reading.read();
            onRead.accept(Math.max(0, count));
            return count;
        } catch (IOException e) {
            onFault.accept(e);
            throw e;
        }
    }
}
