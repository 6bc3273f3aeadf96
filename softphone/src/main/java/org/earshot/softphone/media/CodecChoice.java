package org.earshot.softphone.media;

import java.util.List;
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
/// @param others              what else the peer may send in mid-call, as it stands in our description too (RFC 3264 §6.1)
public record CodecChoice(
        CodecName name,
        int sentPayloadType,
        int receivedPayloadType,
        int packetMillis,
        boolean comfortNoise,
        OpusMode opus,
        Optional<RedundancyChoice> redundancy,
        List<OtherCodec> others) {

    /// Checks the ranges, and keeps a copy of the list.
    public CodecChoice {
        others = List.copyOf(others);
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
                Optional.empty(),
                List.of());
    }

    /// A codec that was not agreed upon to be sent, and is understood where it comes.
    ///
    /// @param receivedPayloadType as in our description
    public record OtherCodec(CodecName name, int receivedPayloadType) {
        /// Checks the range.
        public OtherCodec {
            PayloadType.check(receivedPayloadType);
        }
    }

    /// The same with comfort noise.
    public CodecChoice withComfortNoise() {
        return with(true, opus, redundancy, others);
    }

    /// The same with Opus sent in another way.
    public CodecChoice with(OpusMode mode) {
        return with(comfortNoise, mode, redundancy, others);
    }

    /// The same with older audio beside what is new.
    public CodecChoice with(RedundancyChoice other) {
        return with(comfortNoise, opus, Optional.of(other), others);
    }

    /// The same where the peer may send other codecs as well.
    public CodecChoice with(List<OtherCodec> codecs) {
        return with(comfortNoise, opus, redundancy, codecs);
    }

    private CodecChoice with(
            boolean noise,
            OpusMode mode,
            Optional<RedundancyChoice> newRedundancy,
            List<OtherCodec> newOthers) {
        return new CodecChoice(
                name,
                sentPayloadType,
                receivedPayloadType,
                packetMillis,
                noise,
                mode,
                newRedundancy,
                newOthers);
    }

    /// The usual case: both sides use the same number.
    public CodecChoice(CodecName name, int payloadType, int packetMillis) {
        this(name, payloadType, payloadType, packetMillis);
    }

    /// Whether packets of a payload type are audio: a codec's, or comfort noise in its place (RFC 3389), which is understood whether it
    /// was agreed upon or not, since phones send it so.
    ///
    /// @param spoken the codec in which the peer spoke last
    boolean isReceived(int payloadType, CodecName spoken) {
        return payloadType == receivedPayloadType
                || isOther(payloadType)
                || isNoise(payloadType, spoken);
    }

    /// The codec of packets of a payload type that is a codec's; of the others' the one in which the peer spoke last.
    CodecName codecOf(int payloadType, CodecName spoken) {
        if (payloadType == receivedPayloadType || isRedundant(payloadType)) {
            return name;
        }
        for (int i = 0; i < others.size(); i++) { // by index: for each packet
            if (others.get(i).receivedPayloadType() == payloadType) {
                return others.get(i).name();
            }
        }
        return spoken;
    }

    private boolean isOther(int payloadType) {
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).receivedPayloadType() == payloadType) {
                return true;
            }
        }
        return false;
    }

    /// Whether packets of a payload type hold older audio beside their own.
    boolean isRedundant(int payloadType) {
        return redundancy.isPresent() && redundancy.get().receivedPayloadType() == payloadType;
    }

    private boolean isNoise(int payloadType, CodecName spoken) {
        return payloadType == NoiseModel.PAYLOAD_TYPE
                && payloadType != receivedPayloadType
                && spoken.hasNoise();
    }

    /// Whether such a packet of audio says that nothing need follow until somebody speaks.
    ///
    /// @param length of its payload, bytes
    /// @param spoken the codec in which the peer spoke last
    boolean isSilence(int payloadType, int length, CodecName spoken) {
        boolean says =
                isNoise(payloadType, spoken)
                        || (codecOf(payloadType, spoken) == CodecName.OPUS
                                && !isRedundant(payloadType)
                                && Codec.isOpusSilence(length));
        return says && length > 0;
    }
}
