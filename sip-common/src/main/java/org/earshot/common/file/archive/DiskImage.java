package org.earshot.common.file.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/// Knows images of discs, which systems open as folders: ISO 9660, UDF, VHD and those of macOS. What tells does not stand at their beginning. Pure.
final class DiskImage {
    private static final int SECTOR = 2048;
    private static final int RESERVED =
            16; // sectors at the beginning of a disc (ECMA-119, ECMA-167)
    private static final int FOOTER = 512;

    private DiskImage() {}

    /// @throws IOException if it can't be read
    static boolean isIn(Content content) throws IOException {
        SeekableByteChannel channel = content.channel();
        String disc = text(channel, (long) RESERVED * SECTOR + 1, 5);
        long footer = content.size() - FOOTER;
        return disc.equals("CD001")
                || disc.equals("BEA01")
                || (footer >= 0
                        && (text(channel, footer, 8).equals("conectix")
                                || text(channel, footer, 4).equals("koly")));
    }

    private static String text(SeekableByteChannel channel, long from, int length)
            throws IOException {
        if (from + length > channel.size()) {
            return "";
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        channel.position(from);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // more of it
        }
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }
}
