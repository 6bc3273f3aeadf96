package org.earshot.softphone.media.jitter;

import org.earshot.softphone.media.rtp.LossPattern;

/// What a [JitterBuffer] did since it was made; a snapshot. Durations count audio at the playout side.
///
/// @param received packets inserted
/// @param lost packets that never came in time for their turn and were not late either, nor a copy of them
/// @param late packets that came after their turn and were dropped
/// @param duplicates packets that were there already
/// @param discarded packets dropped for another reason: unknown payload type, undecodable, no room, resynchronisation
/// @param repaired packets' worth of audio that came from redundancy in a later packet (FEC, or a copy)
/// @param resets starts from anew: another SSRC, a jump of the timestamp, a pause of the process
/// @param polls frames of 10 ms given out
/// @param concealedMs audio invented because there was none, ms
/// @param silenceMs of that, audio after the concealment had faded out, ms
/// @param noiseMs comfort noise while the sender was silent and had said so, ms; not concealed
/// @param acceleratedMs audio removed by playing faster, ms
/// @param expandedMs audio added by playing slower, ms
/// @param delayMs how long the audio given out now waited in the buffer, beyond the fastest packet, ms
/// @param targetMs the delay aimed at, ms
/// @param waiting packets that wait now
/// @param pattern which packets were missing when their turn came, lost or late, and were not repaired either
public record JitterStatistics(
        long received,
        long lost,
        long late,
        long duplicates,
        long discarded,
        long repaired,
        long resets,
        long polls,
        long concealedMs,
        long silenceMs,
        long noiseMs,
        long acceleratedMs,
        long expandedMs,
        int delayMs,
        int targetMs,
        int waiting,
        LossPattern.Seen pattern) {}
