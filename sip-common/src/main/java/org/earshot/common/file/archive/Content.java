package org.earshot.common.file.archive;

import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/// The content of a file that is whole, as inspectors read it. For one thread; what is opened ends with it.
public interface Content {
    /// Bytes.
    long size();

    /// From its beginning on.
    InputStream open();

    /// From any byte on; read only.
    SeekableByteChannel channel();
}
