package org.earshot.softphone.media.codec;

/// The decoder of ITU-T G.722 to 16 kHz, in its three modes (§1.3): with 64, 56 or 48 of the 64 kbit/s as sound. RTP knows mode 1
/// alone (RFC 3551 §4.5.2). Confined to one thread; doesn't allocate.
final class G722Decoder implements ResampledCodec.SampleDecoder {
    private final int missing; // bits of an octet that are no sound
    private final QuadratureMirror filter = new QuadratureMirror();
    private final LowerBand lower = new LowerBand();
    private final HigherBand higher = new HigherBand();

    /// @param mode 1, 2 or 3
    G722Decoder(int mode) {
        if (mode < 1 || mode > 3) {
            throw new IllegalArgumentException("mode " + mode);
        }
        missing = mode - 1;
    }

    /// Two samples for an octet.
    @Override
    public int decode(byte[] octets, int offset, int length, short[] pcm) {
        for (int i = 0; i < length; i++) {
            int octet = octets[offset + i] & 0xFF;
            filter.join(lower.decode(octet & 0x3F, missing), higher.decode(octet >> 6));
            pcm[2 * i] = filter.first();
            pcm[2 * i + 1] = filter.second();
        }
        return 2 * length;
    }

    @Override
    public void reset() {
        filter.reset();
        lower.reset();
        higher.reset();
    }
}
