package org.earshot.softphone.media.ice;

import java.nio.ByteBuffer;

/// ChannelData on the wire: two bytes of channel number, two of length, the packet (RFC 8656 §12.4).
final class ChannelData {
    static final int HEADER_BYTES = 4;
    static final int FIRST_CHANNEL = 0x4000;
    static final int LAST_CHANNEL = 0x4FFF;

    private ChannelData() {}

    /// Whether it is ChannelData and complete; up to three bytes of padding may follow (§12.5).
    static boolean is(byte[] buffer, int length) {
        if (length < HEADER_BYTES || length > buffer.length || (buffer[0] & 0xF0) != 0x40) {
            return false;
        }
        int padding = length - HEADER_BYTES - length(buffer);
        return padding >= 0 && padding < 4;
    }

    static int channel(byte[] buffer) {
        return StunWire.unsignedShort(buffer, 0);
    }

    /// How many bytes of packet follow the header.
    static int length(byte[] buffer) {
        return StunWire.unsignedShort(buffer, 2);
    }

    /// @param packet from position to limit; not moved
    /// @param padded to a multiple of four, as streams need it (§12.5)
    static byte[] write(int channel, ByteBuffer packet, boolean padded) {
        int length = packet.remaining();
        byte[] bytes = new byte[HEADER_BYTES + (padded ? StunWire.padded(length) : length)];
        StunWire.SHORT.set(bytes, 0, (short) channel);
        StunWire.SHORT.set(bytes, 2, (short) length);
        packet.get(packet.position(), bytes, HEADER_BYTES, length);
        return bytes;
    }
}
