package org.earshot.server.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/// Content that is not whole yet, which only one may write. Of what is there whole chunks count, so that none is ever sealed a second time
/// with more in it. For one thread.
final class PartialContent implements AutoCloseable {
    private final FileChannel channel;
    private final Chunks chunks;
    private final ByteBuffer sealed = ByteBuffer.allocate(Chunks.SEALED);
    private long whole;

    PartialContent(FileChannel channel, Chunks chunks) throws IOException {
        this.channel = channel;
        this.chunks = chunks;
        whole = channel.size() / Chunks.SEALED;
        channel.truncate(whole * Chunks.SEALED);
    }

    /// How much there is: a multiple of a chunk, but after [#append] of the last.
    long offset() {
        return whole * Chunks.PLAIN;
    }

    /// Reads what there is, into the digest. After a crash of the machine its end may be damaged: then that goes.
    ///
    /// @return whether all was as it had been written
    boolean digest(MessageDigest digest) throws IOException {
        byte[] plain = new byte[Chunks.PLAIN];
        for (long number = 0; number < whole; number++) {
            try {
                digest.update(plain, 0, read(number, plain));
            } catch (GeneralSecurityException e) {
                whole = number;
                channel.truncate(whole * Chunks.SEALED);
                channel.force(true);
                return false;
            }
        }
        return true;
    }

    private int read(long number, byte[] plain) throws IOException, GeneralSecurityException {
        sealed.clear();
        WholeContent.fill(channel, number * Chunks.SEALED, sealed);
        return chunks.open(number, sealed.flip(), plain);
    }

    /// Writes the next chunk; a shorter one than [Chunks#PLAIN] is the last.
    void append(byte[] plain, int length) throws IOException {
        chunks.seal(whole, plain, length, sealed);
        long at = whole * Chunks.SEALED;
        while (sealed.hasRemaining()) {
            at += channel.write(sealed, at);
        }
        if (length == Chunks.PLAIN) {
            whole++;
        }
    }

    /// Brings what was written to stable storage.
    void force() throws IOException {
        channel.force(true);
    }

    /// The same as whole content, of which nothing need be closed; only before more is appended.
    WholeContent whole(long size) throws IOException {
        return new WholeContent(channel, chunks, size);
    }

    /// Throws all away.
    void clear() throws IOException {
        whole = 0;
        channel.truncate(0);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
