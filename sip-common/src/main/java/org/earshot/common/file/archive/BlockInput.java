package org.earshot.common.file.archive;

import java.io.IOException;
import java.io.InputStream;

/// A stream that is read in blocks; byte by byte by the same way.
public abstract class BlockInput extends InputStream {
    @Override
    public abstract int read(byte[] to, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
}
