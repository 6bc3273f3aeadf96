package org.earshot.softphone.media.codec;

/// The encoder of ITU-T G.722: 16 kHz to 64 kbit/s. Confined to one thread; doesn't allocate.
final class G722Encoder implements ResampledCodec.SampleEncoder {
    private final QuadratureMirror filter = new QuadratureMirror();
    private final LowerBand lower = new LowerBand();
    private final HigherBand higher = new HigherBand();

    /// Encodes the first `samples` (even) of `pcm`: an octet for two.
    @Override
    public int encode(short[] pcm, int samples, byte[] octets, int offset) {
        for (int i = 0; i + 1 < samples; i += 2) {
            filter.split(pcm[i], pcm[i + 1]);
            int low = lower.encode(filter.low());
            int high = higher.encode(filter.high());
            octets[offset + i / 2] = (byte) (high << 6 | low);
        }
        return samples / 2;
    }

    @Override
    public void reset() {
        filter.reset();
        lower.reset();
        higher.reset();
    }
}
