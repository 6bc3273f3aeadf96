package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Puts a file together from pieces in any order, and hashes it on the way. What was kept of an earlier time is hashed while the rest
/// comes, some bytes more with each piece, so that the sender never waits long. One thread at a time.
final class FileAssembly {
    private static final int MOST_ISLANDS = 64;
    private static final int BLOCK = 1 << 16;
    private static final int CATCH_UP = 4; // so many times a piece's length

    private final FileChannel channel;
    private final long size;
    private final MessageDigest sha256 = FileHash.Algorithm.SHA_256.digest();
    private final Optional<MessageDigest> sha1;
    private final NavigableMap<Long, Long> islands = new TreeMap<>(); // behind a gap: from, to
    private long together; // bytes from the start without a gap
    private long hashed; // of these

    /// @param have bytes that are in the channel already
    /// @param withSha1 whether that is to be known too
    FileAssembly(FileChannel channel, long have, long size, boolean withSha1) {
        this.channel = channel;
        this.together = have;
        this.size = size;
        this.sha1 = withSha1 ? Optional.of(FileHash.Algorithm.SHA_1.digest()) : Optional.empty();
    }

    /// Puts a piece at its place; what is there already stays.
    ///
    /// @param position in the file
    /// @throws FileTrouble if it lies beyond the file's end, or there are too many gaps
    /// @throws IOException if the disk does not take it
    void put(long position, byte[] buffer, int offset, int length) throws IOException, FileTrouble {
        try (var _ = ProcessorTurns.ALL.take()) {
            place(position, buffer, offset, length);
        }
    }

    private void place(long position, byte[] buffer, int offset, int length)
            throws IOException, FileTrouble {
        if (position > size || length > size - position) {
            throw new FileTrouble(
                    FileFailure.Reason.PROTOCOL, "more came than the " + size + " bytes offered");
        }
        int known = Math.clamp(together - position, 0, length);
        long at = position + known;
        int from = offset + known;
        int rest = length - known;
        if (rest == 0) {
            return;
        }
        write(at, buffer, from, rest);
        if (at > together) {
            addIsland(at, at + rest);
            return;
        }
        if (hashed == at) {
            digest(buffer, from, rest);
        }
        together = at + rest;
        Map.Entry<Long, Long> next = islands.firstEntry();
        while (next != null && next.getKey() <= together) {
            together = Math.max(together, next.getValue());
            islands.remove(next.getKey());
            next = islands.firstEntry();
        }
        catchUp(Math.min(together, hashed + (long) CATCH_UP * rest));
    }

    private void write(long at, byte[] buffer, int from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, from, length);
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position() - from);
        }
    }

    private void addIsland(long from, long to) throws FileTrouble {
        Map.Entry<Long, Long> before = islands.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            islands.put(before.getKey(), Math.max(to, before.getValue()));
            return;
        }
        if (islands.size() == MOST_ISLANDS) {
            throw new FileTrouble(
                    FileFailure.Reason.PROTOCOL, "the pieces come with too many gaps");
        }
        islands.merge(from, to, Math::max);
    }

    private void digest(byte[] buffer, int offset, int length) {
        sha256.update(buffer, offset, length);
        sha1.ifPresent(digest -> digest.update(buffer, offset, length));
        hashed += length;
    }

    private void catchUp(long to) throws IOException {
        if (hashed >= to) {
            return;
        }
        byte[] block = new byte[BLOCK];
        while (hashed < to) {
            int wanted = (int) Math.min(block.length, to - hashed);
            int read = channel.read(ByteBuffer.wrap(block, 0, wanted), hashed);
            if (read < 0) {
                throw new IOException("the bytes that were kept are gone");
            }
            digest(block, 0, read);
        }
    }

    /// How many bytes there are from the start without a gap.
    long together() {
        return together;
    }

    boolean isWhole() {
        return together == size;
    }

    /// The hashes of what there is, the SHA-256 first. The last call.
    FileHash[] hashes() throws IOException {
        while (hashed < together) {
            try (var _ = ProcessorTurns.ALL.take()) {
                catchUp(Math.min(together, hashed + BLOCK));
            }
        }
        FileHash first = new FileHash(FileHash.Algorithm.SHA_256, sha256.digest());
        return sha1.isPresent()
                ? new FileHash[] {
                    first, new FileHash(FileHash.Algorithm.SHA_1, sha1.get().digest())
                }
                : new FileHash[] {first};
    }
}
