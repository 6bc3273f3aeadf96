package org.earshot.softphone.media;

import org.earshot.softphone.media.codec.Decoder;

/// What the playout thread needs to follow new parameters.
///
/// @param parameters what was agreed upon
/// @param decoder    of the codec; the same object as before when codec and payload type stay
record PlayoutPlan(MediaParameters parameters, Decoder decoder) {}
