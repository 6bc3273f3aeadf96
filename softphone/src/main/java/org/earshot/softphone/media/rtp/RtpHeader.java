package org.earshot.softphone.media.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A view of an RTP packet (RFC 3550 §5.1) from index 0 to the buffer's limit. `packet` stays the caller's and must not
/// change while this is in use.
///
/// @param packet of which [#parse] or [#isValid] has found that its lengths fit together
public record RtpHeader(ByteBuffer packet) {

    /// Length of a header without sources and extension, as we send it.
    public static final int FIXED_BYTES = 12;

    private static final int VERSION = 2;
    private static final int VERSION_SHIFT = 6;
    private static final int PADDING = 0x20;
    private static final int EXTENSION = 0x10;
    private static final int SOURCE_COUNT = 0x0F;
    private static final int MARKER = 0x80;
    private static final int PAYLOAD_TYPE = 0x7F;
    private static final int SEQUENCE_AT = 2;
    private static final int TIMESTAMP_AT = 4;
    private static final int SSRC_AT = 8;
    private static final int WORD_BYTES = 4;

    /// A view of the packet; empty when it is no RTP of version 2 or its lengths contradict each other.
    public static Optional<RtpHeader> parse(ByteBuffer packet) {
        RtpHeader header = new RtpHeader(packet);
        return header.isValid() ? Optional.of(header) : Optional.empty();
    }

    /// Writes a header without sources and extension at the buffer's beginning; position and limit stay.
    ///
    /// @throws IndexOutOfBoundsException when 12 bytes don't fit
    public static void write(
            ByteBuffer packet,
            boolean marker,
            int payloadType,
            int sequenceNumber,
            int timestamp,
            int ssrc) {
        packet.put(0, (byte) (VERSION << VERSION_SHIFT));
        packet.put(1, (byte) ((marker ? MARKER : 0) | payloadType));
        packet.putShort(SEQUENCE_AT, (short) sequenceNumber);
        packet.putInt(TIMESTAMP_AT, timestamp);
        packet.putInt(SSRC_AT, ssrc);
    }

    /// Whether what came on a port shared with RTCP is RTCP (RFC 5761 §4).
    public static boolean isRtcp(ByteBuffer packet) {
        return packet.limit() >= 2 && PayloadType.belongsToRtcp(packet.get(1) & PAYLOAD_TYPE);
    }

    /// Whether it is RTP of version 2 whose lengths fit together; to be asked again when the buffer holds another packet. Nothing else may be
    /// asked where it is not.
    public boolean isValid() {
        int length = packet.limit();
        if (length < FIXED_BYTES || (packet.get(0) & 0xFF) >>> VERSION_SHIFT != VERSION) {
            return false;
        }
        int fixedAndSources = fixedAndSources();
        if ((hasExtension() && length < fixedAndSources + WORD_BYTES) || length < payloadOffset()) {
            return false;
        }
        if (!hasPadding()) {
            return true;
        }
        int padding = packet.get(length - 1) & 0xFF;
        return padding > 0 && padding <= length - payloadOffset();
    }

    /// The marker bit: the first packet after silence, or the first of a digit.
    public boolean marker() {
        return (packet.get(1) & MARKER) != 0;
    }

    /// 0–127.
    public int payloadType() {
        return packet.get(1) & PAYLOAD_TYPE;
    }

    /// 0–65535.
    public int sequenceNumber() {
        return packet.getShort(SEQUENCE_AT) & 0xFFFF;
    }

    /// 32 bits, unsigned, in ticks of the payload's clock.
    public int timestamp() {
        return packet.getInt(TIMESTAMP_AT);
    }

    /// 32 bits, unsigned.
    public int ssrc() {
        return packet.getInt(SSRC_AT);
    }

    /// Where the payload begins.
    public int payloadOffset() {
        int offset = fixedAndSources();
        return hasExtension()
                ? offset + WORD_BYTES + WORD_BYTES * (packet.getShort(offset + 2) & 0xFFFF)
                : offset;
    }

    /// Bytes of the payload, without padding; 0 or more.
    public int payloadLength() {
        int padding = hasPadding() ? packet.get(packet.limit() - 1) & 0xFF : 0;
        return packet.limit() - payloadOffset() - padding;
    }

    private int fixedAndSources() {
        return FIXED_BYTES + WORD_BYTES * (packet.get(0) & SOURCE_COUNT);
    }

    private boolean hasExtension() {
        return (packet.get(0) & EXTENSION) != 0;
    }

    private boolean hasPadding() {
        return (packet.get(0) & PADDING) != 0;
    }
}
