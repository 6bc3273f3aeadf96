package org.earshot.common.file.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/// Finds a zip file by its end, as programs that unpack it do: whatever stands before its list, such as a picture, or a program that unpacks itself,
/// hides nothing. Pure.
final class ZipEnd {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_LENGTH = 20;
    private static final int LISTED = 0x02014b50;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final long LARGE = 0xFFFFFFFFL; // says that the numbers of zip64 count
    private static final int AT_SIZE = 12;
    private static final int AT_START = 16;

    private ZipEnd() {}

    /// Whether it ends with the list of a zip file that has something in it.
    ///
    /// @throws IOException if it can't be read
    static boolean isIn(Content content) throws IOException {
        SeekableByteChannel channel = content.channel();
        long size = channel.size();
        int length = (int) Math.min(size, LOCATOR_64_LENGTH + (long) END_LENGTH + LONGEST_COMMENT);
        ByteBuffer end = read(channel, size - length, length);
        for (int at = length - END_LENGTH; at >= 0; at--) {
            if (end.getInt(at) == END && isList(channel, size - length + at, end, at)) {
                return true;
            }
        }
        return false;
    }

    /// A list that is where the end says, so that four bytes by chance are none.
    private static boolean isList(SeekableByteChannel channel, long place, ByteBuffer end, int at)
            throws IOException {
        long size = end.getInt(at + AT_SIZE) & LARGE;
        long start = end.getInt(at + AT_START) & LARGE;
        if (size == LARGE || start == LARGE) {
            return at >= LOCATOR_64_LENGTH && end.getInt(at - LOCATOR_64_LENGTH) == LOCATOR_64;
        }
        return size >= Integer.BYTES
                && size <= place
                && read(channel, place - size, Integer.BYTES).getInt(0) == LISTED;
    }

    private static ByteBuffer read(SeekableByteChannel channel, long from, int length)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(from);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // more of it
        }
        return bytes;
    }
}
