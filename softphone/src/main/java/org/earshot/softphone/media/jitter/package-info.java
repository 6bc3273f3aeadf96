/// The jitter buffer: packets in as they arrive, 10 ms of sound out whenever the loudspeaker wants them. The idea follows WebRTC's
/// NetEQ; no code of it. Start reading at [org.earshot.softphone.media.jitter.JitterBuffer].
package org.earshot.softphone.media.jitter;
