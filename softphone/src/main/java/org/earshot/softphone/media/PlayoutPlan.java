package org.earshot.softphone.media;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.noise.NoiseModel;

/// What the playout thread needs to follow new parameters.
///
/// @param parameters what was agreed upon
/// @param decoders   by payload type, of all that the peer may send; each the same object as before where codec and payload type stay
record PlayoutPlan(MediaParameters parameters, Map<Integer, Decoder> decoders) {

    PlayoutPlan {
        decoders = Map.copyOf(decoders);
    }

    /// With one codec.
    ///
    /// @param noise of what stands for its silence
    PlayoutPlan(MediaParameters parameters, Decoder decoder, Optional<Decoder> noise) {
        this(parameters, decoders(parameters.codec().receivedPayloadType(), decoder, noise));
    }

    private static Map<Integer, Decoder> decoders(
            int payloadType, Decoder decoder, Optional<Decoder> noise) {
        Map<Integer, Decoder> all = new HashMap<>();
        noise.ifPresent(other -> all.put(NoiseModel.PAYLOAD_TYPE, other));
        all.put(payloadType, decoder);
        return all;
    }
}
