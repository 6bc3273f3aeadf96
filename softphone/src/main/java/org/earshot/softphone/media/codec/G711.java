package org.earshot.softphone.media.codec;

/// The two laws of ITU-T G.711 as tables: 16 bit linear to one byte and back. Immutable.
final class G711 implements ResampledCodec.SampleEncoder, ResampledCodec.SampleDecoder {
    static final G711 MU_LAW = new G711("PCMU", G711::compressMu, G711::expandMu);
    static final G711 A_LAW = new G711("PCMA", G711::compressA, G711::expandA);

    private static final int MU_BIAS = 33;
    private static final int MU_CLIP = 0x1FFF;
    private static final int EVEN_BITS = 0x55; // A-law inverts every other bit, §3.2

    private interface Law {
        int apply(int value);
    }

    private final String name;
    private final byte[] codes = new byte[1 << 16];
    private final short[] linear = new short[1 << 8];

    private G711(String name, Law compress, Law expand) {
        this.name = name;
        for (int value = Short.MIN_VALUE; value <= Short.MAX_VALUE; value++) {
            codes[value & 0xFFFF] = (byte) compress.apply(value);
        }
        for (int code = 0; code < linear.length; code++) {
            linear[code] = (short) expand.apply(code);
        }
    }

    String name() {
        return name;
    }

    @Override
    public int encode(short[] pcm, int samples, byte[] octets, int offset) {
        for (int i = 0; i < samples; i++) {
            octets[offset + i] = compress(pcm[i]);
        }
        return samples;
    }

    @Override
    public int decode(byte[] octets, int offset, int length, short[] pcm) {
        for (int i = 0; i < length; i++) {
            pcm[i] = expand(octets[offset + i]);
        }
        return length;
    }

    @Override
    public void reset() {
        // each sample stands for itself
    }

    byte compress(short sample) {
        return codes[sample & 0xFFFF];
    }

    short expand(byte code) {
        return linear[code & 0xFF];
    }

    private static int compressMu(int value) {
        int magnitude = Math.min(((value < 0 ? ~value : value) >> 2) + MU_BIAS, MU_CLIP);
        int segment =
                26 - Integer.numberOfLeadingZeros(magnitude); // 0 for 33..63, 7 for 4096..8191
        int step = magnitude >> (segment + 1) & 0xF;
        int code = ~(segment << 4 | step) & 0x7F;
        return value < 0 ? code : code | 0x80;
    }

    private static int expandMu(int code) {
        int inverted = ~code;
        int segment = inverted >> 4 & 7;
        int magnitude = ((2 * (inverted & 0xF) + MU_BIAS) << segment) - MU_BIAS;
        return (code & 0x80) == 0 ? -4 * magnitude : 4 * magnitude;
    }

    private static int compressA(int value) {
        int magnitude = (value < 0 ? ~value : value) >> 4;
        int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude)); // 0 for 0..15
        int step = segment <= 1 ? magnitude & 0xF : magnitude >> (segment - 1) & 0xF;
        int code = segment << 4 | step;
        return (value < 0 ? code : code | 0x80) ^ EVEN_BITS;
    }

    private static int expandA(int code) {
        int plain = code ^ EVEN_BITS;
        int segment = plain >> 4 & 7;
        int step = plain & 0xF;
        int magnitude = segment == 0 ? 2 * step + 1 : (2 * step + 33) << (segment - 1);
        return (plain & 0x80) == 0 ? -8 * magnitude : 8 * magnitude;
    }
}
