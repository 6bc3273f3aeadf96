package org.earshot.softphone.ui.model;

import org.earshot.softphone.ua.UserAgentEvent.MediaReport;
import org.earshot.softphone.ui.words.Texts;

/// The sound of a call in words, only where it is bad enough to be heard.
final class Quality {
    private static final double AUDIBLE_LOSS_PERCENT = 5;

    /// Where talking becomes taking turns (ITU-T G.114: below 150 ms nobody notices; both ways, and ears' share).
    private static final double DISTURBING_ROUND_TRIP_MS = 500;

    private static final double BAD_MOS = 3;

    private Quality() {}

    static String of(MediaReport report) {
        if (report.lossPercent() >= AUDIBLE_LOSS_PERCENT) {
            return Texts.get("quality.lost", Math.round(report.lossPercent()));
        }
        if (report.rttMs() >= DISTURBING_ROUND_TRIP_MS) {
            return Texts.get("quality.slow");
        }
        return report.mos() > 0 && report.mos() < BAD_MOS ? Texts.get("quality.bad") : "";
    }
}
