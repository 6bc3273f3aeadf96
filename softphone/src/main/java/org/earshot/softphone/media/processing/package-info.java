/// Signal processing that codecs, files and devices share; pure sums over samples.
/// [org.earshot.softphone.media.processing.DigitDetector] hears DTMF (ITU-T Q.23, Q.24),
/// [org.earshot.softphone.media.processing.DigitSpeaker] speaks it.
/// [org.earshot.softphone.media.processing.VoiceProcessor] takes echo and noise out of what a microphone hears.
/// Start reading at [org.earshot.softphone.media.processing.Resampler].
package org.earshot.softphone.media.processing;
