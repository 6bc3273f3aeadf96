package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.function.LongConsumer;

/// A file on this machine as it was when it was looked at, before it was offered.
///
/// @param size bytes
/// @param modified when it was last written to
/// @param sha256 of the whole file
/// @param sha1 of the whole file, for phones that know only RFC 5547
public record SourceFile(Path path, long size, Instant modified, FileHash sha256, FileHash sha1) {
    private static final int BLOCK = 1 << 16;

    /// Reads a file through: seconds for each gigabyte.
    ///
    /// @param progress is told the bytes read so far, after each block of 64 kB
    /// @throws IOException if it can't be read, is no regular file, or changed meanwhile
    public static SourceFile examine(Path path, LongConsumer progress) throws IOException {
        BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
        if (!before.isRegularFile()) {
            throw new IOException(path.getFileName() + " is no regular file");
        }
        MessageDigest sha256 = FileHash.Algorithm.SHA_256.digest();
        MessageDigest sha1 = FileHash.Algorithm.SHA_1.digest();
        long read = 0;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] block = new byte[BLOCK];
            ByteBuffer buffer = ByteBuffer.wrap(block);
            for (int count = channel.read(buffer); count >= 0; count = channel.read(buffer)) {
                try (var _ = ProcessorTurns.ALL.take()) {
                    sha256.update(block, 0, count);
                    sha1.update(block, 0, count);
                }
                read += count;
                buffer.clear();
                FilePace.ALL.moved(count);
                progress.accept(read);
            }
        }
        BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
        Instant modified = before.lastModifiedTime().toInstant();
        if (read != before.size()
                || after.size() != read
                || !after.lastModifiedTime().toInstant().equals(modified)) {
            throw new IOException(path.getFileName() + " was written to while it was read");
        }
        return new SourceFile(
                path,
                read,
                modified,
                new FileHash(FileHash.Algorithm.SHA_256, sha256.digest()),
                new FileHash(FileHash.Algorithm.SHA_1, sha1.digest()));
    }
}
