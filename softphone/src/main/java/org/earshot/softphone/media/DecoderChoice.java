package org.earshot.softphone.media;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.noise.NoiseModel;

/// Which decoders a session needs for what the peer may send: those that it has where they fit, new ones else.
///
/// @param codecs by their names
record DecoderChoice(Function<CodecName, Codec> codecs) {

    /// By payload type.
    ///
    /// @param before what was agreed upon until now, if anything was
    /// @param had    the decoders for that
    Map<Integer, Decoder> of(
            CodecChoice next, Optional<CodecChoice> before, Map<Integer, Decoder> had) {
        Map<Integer, CodecName> wanted = names(next);
        Map<Integer, CodecName> known = before.map(DecoderChoice::names).orElse(Map.of());
        Map<Integer, Decoder> decoders = new HashMap<>();
        wanted.forEach((payloadType, name) -> {
            boolean same = name == known.get(payloadType) && had.containsKey(payloadType);
            decoders.put(
                    payloadType, same ? had.get(payloadType) : codecs.apply(name).newDecoder());
        });
        boolean sameNoise = noiseOf(next).equals(before.flatMap(DecoderChoice::noiseOf));
        noiseOf(next)
                .ifPresent(name -> {
                    Decoder noise = had.get(NoiseModel.PAYLOAD_TYPE);
                    decoders.putIfAbsent(
                            NoiseModel.PAYLOAD_TYPE,
                            sameNoise && noise != null
                                    ? noise
                                    : codecs.apply(name).newNoiseDecoder().orElseThrow());
                });
        return decoders;
    }

    private static Map<Integer, CodecName> names(CodecChoice choice) {
        Map<Integer, CodecName> names = new HashMap<>();
        choice.others().forEach(other -> names.put(other.receivedPayloadType(), other.name()));
        names.put(choice.receivedPayloadType(), choice.name());
        return names;
    }

    /// In whose band the noise is: the agreed codec's where it has any, else another's.
    private static Optional<CodecName> noiseOf(CodecChoice choice) {
        return choice.name().hasNoise()
                ? Optional.of(choice.name())
                : choice.others().stream()
                        .map(CodecChoice.OtherCodec::name)
                        .filter(CodecName::hasNoise)
                        .findFirst();
    }
}
