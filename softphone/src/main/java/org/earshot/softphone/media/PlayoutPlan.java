package org.earshot.softphone.media;

import java.util.Optional;
import org.earshot.softphone.media.codec.Decoder;

/// What the playout thread needs to follow new parameters.
///
/// @param parameters what was agreed upon
/// @param decoder    of the codec; the same object as before when codec and payload type stay
/// @param noise      of what stands for its silence, by the static payload type; likewise
record PlayoutPlan(MediaParameters parameters, Decoder decoder, Optional<Decoder> noise) {}
