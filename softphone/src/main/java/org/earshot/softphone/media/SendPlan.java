package org.earshot.softphone.media;

import java.util.Optional;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.noise.SilenceSuppression;
import org.earshot.softphone.media.srtp.SrtpContext;

/// What the capture thread needs to follow new parameters, made ready by the user-agent thread.
///
/// @param parameters what was agreed upon
/// @param encoder    of the codec; the same object as before when the codec stays
/// @param suppression of silence, where it is wanted; likewise
/// @param srtp       protects; present exactly when the parameters hold keys, the same object as before when these stay
/// @param port       from where; closed by the receive thread
record SendPlan(
        MediaParameters parameters,
        Encoder encoder,
        Optional<SilenceSuppression> suppression,
        Optional<SrtpContext> srtp,
        MediaPort port) {

    SendPlan {
        if (srtp.isPresent() != parameters.encrypted()) {
            throw new IllegalArgumentException("SRTP and parameters disagree");
        }
    }

    /// Closes what the plan after this one does not go on using. For whoever holds this plan last.
    void closeExcept(Optional<SendPlan> next) {
        if (next.map(SendPlan::encoder).filter(encoder::equals).isEmpty()) {
            encoder.close();
        }
        srtp.ifPresent(context -> {
            if (next.flatMap(SendPlan::srtp).filter(context::equals).isEmpty()) {
                context.close();
            }
        });
    }
}
