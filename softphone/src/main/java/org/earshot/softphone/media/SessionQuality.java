package org.earshot.softphone.media;

import java.time.Duration;
import java.util.Optional;
import org.earshot.softphone.media.rtp.VoipMetrics;

/// How a session was heard from its start on, on both sides: what a report of the call is made of.
///
/// @param lasted     since its start
/// @param parameters what was agreed upon last
/// @param localSsrc  of what we send
/// @param heardHere  how we hear the peer; its source is 0 where nothing came
/// @param jitterMs   interarrival jitter of what came last (RFC 3550 A.8)
/// @param heardThere how the peer hears us, where it has told (RFC 3611)
public record SessionQuality(
        Duration lasted,
        MediaParameters parameters,
        int localSsrc,
        VoipMetrics heardHere,
        double jitterMs,
        Optional<VoipMetrics> heardThere) {}
