package org.earshot.common.file.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/// Finds the beginning of a 7z or RAR archive behind other bytes, such as a picture or a program that unpacks itself: as far from the start as 7-Zip, the most patient
/// of the programs that unpack such, looks for it. Pure.
///
/// @param sevenZ where a 7z archive begins, if one does
/// @param rar whether a RAR archive does
record HiddenStart(OptionalLong sevenZ, boolean rar) {
    /// Bytes.
    static final int FURTHEST = 1 << 23;

    private static final int BLOCK = 1 << 16;
    private static final int HEAD = 32; // of 7z: 6 of its sign, 2 of its version, 4 and 20 more
    private static final int CRC = 8;
    private static final int CHECKED = 12; // from there on
    private static final long LOW = 0xFFFFFFFFL;
    private static final byte[] SEVEN_Z = {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C};
    private static final byte[] RAR = {'R', 'a', 'r', '!', 0x1A, 0x07};

    /// The first byte does not count: what begins there is behind nothing.
    ///
    /// @throws IOException if it can't be read
    static HiddenStart in(Content content) throws IOException {
        SeekableByteChannel channel = content.channel();
        OptionalLong sevenZ = OptionalLong.empty();
        boolean rar = false;
        byte[] bytes = new byte[(int) Math.min(BLOCK + HEAD, content.size())];
        for (long from = 1; from <= Math.min(FURTHEST, content.size()); from += BLOCK) {
            int there = read(channel.position(from), bytes);
            for (int at = 0; at < Math.min(BLOCK, there - SEVEN_Z.length); at++) {
                if (begins(bytes, at, SEVEN_Z)
                        && sevenZ.isEmpty()
                        && isHead(bytes, at, there, content.size() - from - at)) {
                    sevenZ = OptionalLong.of(from + at);
                }
                rar |= begins(bytes, at, RAR) && (bytes[at + RAR.length] & 0xFE) == 0;
            }
        }
        return new HiddenStart(sevenZ, rar);
    }

    private static int read(SeekableByteChannel channel, byte[] bytes) throws IOException {
        ByteBuffer to = ByteBuffer.wrap(bytes);
        while (to.hasRemaining() && channel.read(to) >= 0) {
            // more of it
        }
        return to.position();
    }

    private static boolean begins(byte[] bytes, int at, byte[] sign) {
        for (int i = 0; i < sign.length; i++) {
            if (bytes[at + i] != sign[i]) {
                return false;
            }
        }
        return true;
    }

    /// Six bytes alone may stand anywhere, such as in a program that unpacks 7z.
    ///
    /// @param there how many bytes of these are the file's
    /// @param size bytes from there to the end of the file
    private static boolean isHead(byte[] bytes, int at, int there, long size) {
        if (there - at < HEAD) {
            return false;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        CRC32 crc = new CRC32();
        crc.update(bytes, at + CHECKED, HEAD - CHECKED);
        long list = head.getLong(at + CHECKED);
        long length = head.getLong(at + CHECKED + Long.BYTES);
        return crc.getValue() == (head.getInt(at + CRC) & LOW)
                && list >= 0
                && length > 0
                && list <= size - HEAD
                && length <= size - HEAD - list;
    }
}
