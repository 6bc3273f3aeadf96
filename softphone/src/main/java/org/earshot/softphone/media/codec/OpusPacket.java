package org.earshot.softphone.media.codec;

/// Reads the shape of an Opus packet without decoding it (RFC 6716 §3). Pure; safe on hostile bytes.
final class OpusPacket {
    private static final int FIRST_CELT_CONFIG = 16; // Table 2: 0..15 use SILK, 16..31 CELT only

    /// Frame sizes of Table 2 in samples at 48 kHz, for configurations 0..11 (SILK), 12..15 (hybrid) and 16..31 (CELT).
    private static final int[] SILK = {480, 960, 1_920, 2_880};

    private static final int[] HYBRID = {480, 960};
    private static final int[] CELT = {120, 240, 480, 960};

    private OpusPacket() {}

    /// Samples at 48 kHz in the packet, 1..5760; 0 when it is malformed in a way that shows at its beginning.
    static int samples(byte[] packet, int offset, int length) {
        int frames = frames(packet, offset, length);
        int samples = frames == 0 ? 0 : frames * frameSamples(packet[offset]);
        return samples > Codec.MAX_SAMPLES ? 0 : samples;
    }

    /// Whether the packet carries the audio before it a second time: the LBRR flag of its first SILK frame (§4.2.4).
    static boolean hasRedundancy(byte[] packet, int offset, int length) {
        int config = config(packet, offset, length);
        if (config < 0 || config >= FIRST_CELT_CONFIG) {
            return false;
        }
        int start = firstFrame(packet, offset, length);
        if (start < 0) {
            return false;
        }
        int silkFrames = Math.max(1, frameSamples(packet[offset]) / 960);
        int bits = packet[start] & 0xFF;
        boolean mid = (bits >> (7 - silkFrames) & 1) != 0;
        boolean stereo = (packet[offset] & 0x04) != 0;
        return mid || (stereo && (bits >> (6 - 2 * silkFrames) & 1) != 0);
    }

    private static int config(byte[] packet, int offset, int length) {
        return length < 1 ? -1 : (packet[offset] & 0xFF) >> 3;
    }

    private static int frameSamples(byte toc) {
        int config = (toc & 0xFF) >> 3;
        if (config >= FIRST_CELT_CONFIG) {
            return CELT[config & 3];
        }
        return config >= 12 ? HYBRID[config & 1] : SILK[config & 3];
    }

    private static int frames(byte[] packet, int offset, int length) {
        if (length < 1) {
            return 0;
        }
        return switch (packet[offset] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : packet[offset + 1] & 0x3F;
        };
    }

    /// Index of the first byte of the first frame, -1 when there is none (§3.2.2 to §3.2.5).
    private static int firstFrame(byte[] packet, int offset, int length) {
        int end = offset + length;
        int at = offset + 1;
        switch (packet[offset] & 3) {
            case 0, 1 -> {}
            case 2 -> at += lengthBytes(packet, at, end);
            default -> {
                if (length < 2) {
                    return -1;
                }
                int header = packet[offset + 1];
                at++;
                if ((header & 0x40) != 0) { // padding: its length is a run of 255s and a last byte
                    while (at < end && packet[at++] == (byte) 255) {
                        // the padding itself lies at the end of the packet
                    }
                }
                if ((header & 0x80) != 0) { // VBR: lengths of all frames but the last
                    for (int i = 1; i < (header & 0x3F) && at < end; i++) {
                        at += lengthBytes(packet, at, end);
                    }
                }
            }
        }
        return at < end ? at : -1;
    }

    /// §3.2.1: one byte to 251, two from there on.
    private static int lengthBytes(byte[] packet, int at, int end) {
        return at < end && (packet[at] & 0xFF) >= 252 ? 2 : 1;
    }
}
