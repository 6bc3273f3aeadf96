package org.earshot.softphone.media.codec;

import java.util.Optional;
import org.earshot.softphone.media.noise.SilenceSuppression;

/// A codec that the phone can speak. Immutable; its encoders and decoders are not.
public interface Codec {
    /// The longest audio of one payload that we decode, in samples at 48 kHz: 120 ms (RFC 7587 §4.2: `maxptime`).
    int MAX_SAMPLES = 5_760;

    /// The largest payload that an [Encoder] produces, in bytes (RFC 6716 §3.4 [R2]; G.711 and G.722 need 160 for 20 ms).
    int MAX_PAYLOAD = 1_275;

    /// The encoding name of RFC 3551 §6 or RFC 7587 §7: `opus`, `G722`, `PCMU`, `PCMA`.
    String name();

    /// The RTP clock rate in Hz: 48000 for Opus, 8000 for G.711 and G.722.
    int clockRate();

    /// How many RTP timestamp units `samples` samples at 48 kHz are.
    default int rtpTicks(int samples) {
        return (int) ((long) samples * clockRate() / 48_000);
    }

    /// Whether a payload of Opus of this length says no more than that nobody speaks: what an encoder that may be silent (DTX) makes of a
    /// silence. The first of them goes out, and nothing behind it until somebody speaks or the noise has to be told anew.
    static boolean isOpusSilence(int length) {
        return length <= 2;
    }

    /// A new encoder; the caller closes it.
    Encoder newEncoder();

    /// A new decoder; the caller closes it.
    Decoder newDecoder();

    /// A new decoder of comfort noise (RFC 3389) that stands in for this codec's while the other side is silent; the caller closes it. Empty
    /// for a codec that has such a thing itself.
    default Optional<Decoder> newNoiseDecoder() {
        return Optional.empty();
    }

    /// What decides when comfort noise goes out in place of this codec's payloads. Empty for a codec that has such a thing itself.
    default Optional<SilenceSuppression> newSilenceSuppression() {
        return Optional.empty();
    }
}
