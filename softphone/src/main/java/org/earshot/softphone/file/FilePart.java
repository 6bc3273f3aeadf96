package org.earshot.softphone.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A part of a file as the body of a request. Tells how far reading is, which is how far sending is but for some buffers.
final class FilePart extends FilterInputStream {
    private static final Logger log = LoggerFactory.getLogger(FilePart.class);

    private final LongConsumer progress;
    private long at;
    private long left;

    private FilePart(InputStream in, long from, long length, LongConsumer progress) {
        super(in);
        this.at = from;
        this.left = length;
        this.progress = progress;
    }

    /// @param progress is told the bytes of the file up to which it is read
    static BodyPublisher of(SourceFile file, long from, long length, LongConsumer progress) {
        if (length == 0) {
            return BodyPublishers.noBody(); // all is there, and has only to be looked at
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        FileChannel channel = FileChannel.open(file.path());
                        channel.position(from);
                        return new FilePart(
                                Channels.newInputStream(channel), from, length, progress);
                    } catch (IOException e) {
                        log.info("{} can't be read any more: {}", file.path(), e.toString());
                        return null; // which ends the request
                    }
                }),
                length);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = super.read(to, offset, (int) Math.min(length, left));
        if (count > 0) {
            at += count;
            left -= count;
            FilePace.ALL.moved(count);
            progress.accept(at);
        }
        return count;
    }
}
