package org.earshot.common.file.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// Unpacks what is compressed, to the end of the last of several that stand one behind the other.
final class Decompression {
    private Decompression() {}

    /// @param dictionaryKib kibibytes that it may want
    static InputStream of(ArchiveKind kind, InputStream packed, int dictionaryKib)
            throws IOException {
        InputStream in = new BufferedInputStream(packed);
        return switch (kind) {
            case GZIP -> new GZIPInputStream(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            default ->
                    XZCompressorInputStream.builder()
                            .setInputStream(in)
                            .setDecompressConcatenated(true)
                            .setMemoryLimitKiB(dictionaryKib)
                            .get();
        };
    }
}
