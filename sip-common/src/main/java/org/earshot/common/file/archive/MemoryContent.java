package org.earshot.common.file.archive;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/// Content that lies in memory.
public final class MemoryContent implements Content {
    private final byte[] bytes;

    /// @param bytes are not changed any more
    public MemoryContent(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public SeekableByteChannel channel() {
        return new ContentChannel(
                bytes.length,
                (at, to, offset, length) -> {
                    System.arraycopy(bytes, Math.toIntExact(at), to, offset, length);
                    return length;
                });
    }
}
