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
    private static final int AT_DISK = 4;
    private static final int AT_ENTRIES = 8;
    private static final int AT_ALL_ENTRIES = 10;
    private static final int AT_SIZE = 12;
    private static final int AT_START = 16;
    private static final int AT_COMMENT = 20;
    private static final int LEAST_OF_ENTRY = 46;

    /// So many last bytes have the end.
    static final int LENGTH = END_LENGTH + LONGEST_COMMENT;

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

    /// Whether that looks like the end of a zip file that has something in it, as far as it says so without its list.
    ///
    /// @param tail [#LENGTH] bytes, or all that there are
    static boolean seemsToBeIn(byte[] tail) {
        ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = tail.length - END_LENGTH; at >= 0; at--) {
            if (end.getInt(at) == END
                    && end.getInt(at + AT_DISK) == 0
                    && end.getShort(at + AT_ENTRIES) == end.getShort(at + AT_ALL_ENTRIES)
                    && end.getShort(at + AT_ENTRIES) != 0
                    && (end.getInt(at + AT_SIZE) & LARGE) >= LEAST_OF_ENTRY
                    && at + END_LENGTH + (end.getShort(at + AT_COMMENT) & LONGEST_COMMENT)
                            <= tail.length) {
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
