package org.earshot.softphone.media.srtp;

/// Where things stand in RTP, RTCP and SRTCP packets (RFC 3550 §5.1 and §6.4.1, RFC 3711 §3.1 and §3.4).
final class Wire {

    static final int WORD_BYTES = 4;

    /// What stays readable of a compound RTCP packet: the first header with its SSRC.
    static final int RTCP_CLEAR_BYTES = 8;

    /// The E bit before the index of SRTCP.
    static final int RTCP_ENCRYPTED = 0x8000_0000;

    /// No UDP packet is longer.
    static final int MAX_PACKET_BYTES = 65_535;

    private static final int RTP_FIXED_BYTES = 12;
    private static final int VERSION_2 = 2;
    private static final int EXTENSION = 0x10;
    private static final int CSRC_COUNT = 0x0F;
    private static final int SEQUENCE = 2;
    private static final int RTP_SSRC = 8;
    private static final int RTCP_SSRC = 4;
    private static final int NO_HEADER = -1;

    private Wire() {}

    /// Length of the RTP header with sources and extension, or below 0 when the packet is none of RTP's.
    static int rtpHeaderLength(byte[] packet, int length) {
        if (length < RTP_FIXED_BYTES || version(packet) != VERSION_2) {
            return NO_HEADER;
        }
        int header = RTP_FIXED_BYTES + WORD_BYTES * (packet[0] & CSRC_COUNT);
        if ((packet[0] & EXTENSION) != 0) {
            if (length < header + WORD_BYTES) {
                return NO_HEADER;
            }
            header += WORD_BYTES + WORD_BYTES * shortAt(packet, header + 2);
        }
        return length < header ? NO_HEADER : header;
    }

    static boolean isRtcp(byte[] packet, int length) {
        return length >= RTCP_CLEAR_BYTES && version(packet) == VERSION_2;
    }

    static int sequence(byte[] packet) {
        return shortAt(packet, SEQUENCE);
    }

    static int rtpSsrc(byte[] packet) {
        return wordAt(packet, RTP_SSRC);
    }

    static int rtcpSsrc(byte[] packet) {
        return wordAt(packet, RTCP_SSRC);
    }

    static int wordAt(byte[] bytes, int at) {
        return shortAt(bytes, at) << 16 | shortAt(bytes, at + 2);
    }

    static void putWord(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    static void xorWord(byte[] bytes, int at, int value) {
        xorShort(bytes, at, value >>> 16);
        xorShort(bytes, at + 2, value);
    }

    static void xorShort(byte[] bytes, int at, int value) {
        bytes[at] ^= (byte) (value >>> 8);
        bytes[at + 1] ^= (byte) value;
    }

    private static int shortAt(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    private static int version(byte[] packet) {
        return (packet[0] & 0xFF) >>> 6;
    }
}
