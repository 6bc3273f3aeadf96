package org.earshot.softphone.ua;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.Silence;
import org.earshot.softphone.media.srtp.Unprotected.Reason;

/// What a session could say of itself.
final class Statistics {
    private Statistics() {}

    /// @param refused packets that could not be used
    static MediaStatistics of(long received, long reports, Silence silence, long refused) {
        return of(received, reports, silence, refused, 0);
    }

    /// @param refused packets that could not be used
    /// @param strange packets in a format that was not agreed upon
    static MediaStatistics of(
            long received, long reports, Silence silence, long refused, long strange) {
        return new MediaStatistics(
                50,
                received,
                1,
                2,
                OptionalDouble.empty(),
                OptionalDouble.of(7),
                3,
                40,
                60,
                0,
                2,
                30,
                refused == 0 ? Map.of() : Map.of(Reason.NOT_AUTHENTIC, refused),
                OptionalLong.empty(),
                reports,
                silence,
                strange,
                4.2);
    }
}
