/// Signal processing that codecs, files and devices share; pure sums over samples.
/// Start reading at [org.earshot.softphone.media.processing.Resampler].
package org.earshot.softphone.media.processing;
