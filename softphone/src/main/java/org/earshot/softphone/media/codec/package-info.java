/// Codecs: frames of 48 kHz mono to payloads and back, with concealment of what was lost. Opus (RFC 6716, RTP payload RFC 7587)
/// by the system's libopus where there is one, by Concentus where not; PCMU and PCMA (ITU-T G.711, RFC 3551 §4.5.14);
/// G722 (ITU-T G.722, RFC 3551 §4.5.2).
/// Start reading at [org.earshot.softphone.media.codec.Codecs].
package org.earshot.softphone.media.codec;
