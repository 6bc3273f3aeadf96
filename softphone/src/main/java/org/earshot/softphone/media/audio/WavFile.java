package org.earshot.softphone.media.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A WAV file of 16 bit, 48 kHz that is being written. Its header is right after each [#updateHeader], so a process that is killed leaves a
/// file that everybody can play. Confined to one thread.
final class WavFile implements AutoCloseable {
    static final int HEADER = 44;

    /// RIFF counts bytes in 32 bits: 12 hours.
    private static final long MAX_DATA = 0xFFFF_FFFFL - HEADER;

    private final FileChannel channel;
    private final ByteBuffer header =
            ByteBuffer.allocateDirect(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private final int channels;
    private long dataBytes;

    private WavFile(FileChannel channel, int channels, long dataBytes) {
        this.channel = channel;
        this.channels = channels;
        this.dataBytes = dataBytes;
    }

    /// A file that wasn't there, and that only its owner can read where the system knows owners.
    ///
    /// @param channels of sound, one sample of each in turn
    static WavFile createPrivate(Path path, int channels) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean owners = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileChannel channel =
                owners
                        ? FileChannel.open(
                                path,
                                options,
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))
                        : FileChannel.open(path, options);
        return begin(new WavFile(channel, channels, 0));
    }

    /// A new file of one channel, in place of what was there.
    static WavFile create(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        return begin(new WavFile(channel, 1, 0));
    }

    /// Goes on behind what [#create] and this made before; creates the file when somebody took it away.
    static WavFile append(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return begin(new WavFile(channel, 1, Math.max(0, channel.size() - HEADER) & ~1L));
    }

    private static WavFile begin(WavFile file) throws IOException {
        try {
            file.updateHeader();
            return file;
        } catch (IOException e) {
            file.channel.close();
            throw e;
        }
    }

    /// Writes the remaining bytes of `samples`: 16 bit, little-endian.
    void write(ByteBuffer samples) throws IOException {
        if (dataBytes + samples.remaining() > MAX_DATA) {
            throw new IOException("a WAV file can't be longer");
        }
        while (samples.hasRemaining()) {
            dataBytes += channel.write(samples, HEADER + dataBytes);
        }
    }

    void updateHeader() throws IOException {
        header.clear();
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII));
        header.putInt((int) (HEADER - 8 + dataBytes));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        header.putInt(16).putShort((short) 1).putShort((short) channels); // PCM
        header.putInt(AudioFrame.SAMPLE_RATE).putInt(2 * channels * AudioFrame.SAMPLE_RATE);
        header.putShort((short) (2 * channels)).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII));
        header.putInt((int) dataBytes);
        header.flip();
        for (long at = 0; header.hasRemaining(); ) {
            at += channel.write(header, at);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            updateHeader();
        }
    }
}
