/// Comfort noise (RFC 3389): what is sent in place of the silence between words, and what is heard then. Start reading at
/// [org.earshot.softphone.media.noise.NoiseModel].
package org.earshot.softphone.media.noise;
