package org.earshot.softphone.media;

import java.util.Optional;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.OpusMode;
import org.earshot.softphone.media.noise.NoiseModel;
import org.earshot.softphone.media.rtp.PayloadType;

/// What SDP agreed upon for audio. Offer and answer may number a codec differently (RFC 3264 §6.1):
/// what goes out carries the peer's number, what comes in carries ours.
///
/// @param name                the codec
/// @param sentPayloadType     0–127 without 64–95, as in the peer's description
/// @param receivedPayloadType 0–127 without 64–95, as in our description
/// @param packetMillis        audio in a packet that we send: a multiple of 10, 10–60 ms (what arrives may differ)
/// @param comfortNoise        whether comfort noise goes out in place of silence (RFC 3389): agreed upon and wanted; not with Opus
/// @param opus                how Opus is sent; the other codecs have no choice
/// @param redundancy          how older audio may travel with what is new
public record CodecChoice(
        CodecName name,
        int sentPayloadType,
        int receivedPayloadType,
        int packetMillis,
        boolean comfortNoise,
        OpusMode opus,
        Optional<RedundancyChoice> redundancy) {

    /// Checks the ranges.
    public CodecChoice {
        PayloadType.check(sentPayloadType);
        PayloadType.check(receivedPayloadType);
        if (packetMillis < 10 || packetMillis > 60 || packetMillis % 10 != 0) {
            throw new IllegalArgumentException("packets of " + packetMillis + " ms");
        }
        if (comfortNoise && !name.hasNoise()) {
            throw new IllegalArgumentException("comfort noise with " + name);
        }
    }

    /// Without comfort noise.
    public CodecChoice(
            CodecName name, int sentPayloadType, int receivedPayloadType, int packetMillis) {
        this(
                name,
                sentPayloadType,
                receivedPayloadType,
                packetMillis,
                false,
                OpusMode.USUAL,
                Optional.empty());
    }

    /// The same with comfort noise.
    public CodecChoice withComfortNoise() {
        return with(true, opus, redundancy);
    }

    /// The same with Opus sent in another way.
    public CodecChoice with(OpusMode mode) {
        return with(comfortNoise, mode, redundancy);
    }

    /// The same with older audio beside what is new.
    public CodecChoice with(RedundancyChoice other) {
        return with(comfortNoise, opus, Optional.of(other));
    }

    private CodecChoice with(
            boolean noise, OpusMode mode, Optional<RedundancyChoice> newRedundancy) {
        return new CodecChoice(
                name,
                sentPayloadType,
                receivedPayloadType,
                packetMillis,
                noise,
                mode,
                newRedundancy);
    }

    /// The usual case: both sides use the same number.
    public CodecChoice(CodecName name, int payloadType, int packetMillis) {
        this(name, payloadType, payloadType, packetMillis);
    }

    /// Whether packets of a payload type are audio: the codec's, or comfort noise in its place (RFC 3389), which is understood whether it
    /// was agreed upon or not, since phones send it so.
    boolean isReceived(int payloadType) {
        return payloadType == receivedPayloadType || isNoise(payloadType);
    }

    /// Whether packets of a payload type hold older audio beside their own.
    boolean isRedundant(int payloadType) {
        return redundancy.isPresent() && redundancy.get().receivedPayloadType() == payloadType;
    }

    private boolean isNoise(int payloadType) {
        return payloadType == NoiseModel.PAYLOAD_TYPE && name.hasNoise();
    }

    /// Whether such a packet of audio says that nothing need follow until somebody speaks.
    ///
    /// @param length of its payload, bytes
    boolean isSilence(int payloadType, int length) {
        boolean says =
                payloadType == receivedPayloadType
                        ? name == CodecName.OPUS && Codec.isOpusSilence(length)
                        : isNoise(payloadType);
        return says && length > 0;
    }
}
