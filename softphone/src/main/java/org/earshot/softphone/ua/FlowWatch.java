package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.Optional;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.Silence;

/// Whether the other side's audio comes, and when there is no hope any more that it will. Looks once a second. Pure.
///
/// A side that is silent may say so once and then send nothing, for as long as nobody speaks (RFC 3389 §4): it is quiet, not dead. Its
/// reports (RFC 3550 §6.2: each 5 s) show that it lives; where there are none either, only time can tell.
final class FlowWatch {
    private final long limit;
    private final long quietLimit;
    private long packets;
    private long reports;
    private long refused;
    private long noAudio;
    private long strange;
    private long onlyStrange;
    private long onlyRefused;
    private long missing;
    private long nothing;

    /// What it was like until now.
    ///
    /// @param came        whether audio came in the last second
    /// @param noAudio     seconds without audio that should have come; silence that was announced is no such time
    /// @param onlyRefused of them, the last ones in which packets came that could not be used
    /// @param onlyStrange the last seconds in each of which packets came, all of them in a format that was not agreed upon
    /// @param nothingSent whether the other side tells that it sends none
    /// @param end         why there is no hope, for the user; empty: there is
    record Flow(
            boolean came,
            long noAudio,
            long onlyRefused,
            long onlyStrange,
            boolean nothingSent,
            Optional<String> end) {}

    /// @param limit      without audio that should have come
    /// @param quietLimit without a sign of life of a side that is silent
    FlowWatch(Duration limit, Duration quietLimit) {
        this.limit = limit.toSeconds();
        this.quietLimit = quietLimit.toSeconds();
    }

    /// Looks again, a second after the last time.
    ///
    /// @param expected whether the other side is to send, by what was agreed
    Flow look(boolean expected, MediaStatistics now) {
        long unusable = now.refused().values().stream().mapToLong(Long::longValue).sum();
        boolean came = now.packetsReceived() != packets;
        boolean lives = came || now.reportsReceived() != reports;
        boolean onlyUnusable = !came && unusable > refused;
        // who sends what we can't use isn't silent, whatever was said
        Silence silence = onlyUnusable ? Silence.NONE : now.silence();
        boolean allStrange =
                came && now.strangePackets() - strange >= now.packetsReceived() - packets;
        strange = now.strangePackets();
        packets = now.packetsReceived();
        reports = now.reportsReceived();
        refused = unusable;

        onlyRefused = onlyUnusable ? onlyRefused + 1 : 0;
        onlyStrange = expected && allStrange ? onlyStrange + 1 : 0;
        noAudio = expected && !came && silence != Silence.COMFORT_NOISE ? noAudio + 1 : 0;
        missing = expected && !came && silence == Silence.NONE ? missing + 1 : 0;
        nothing = expected && !lives ? nothing + 1 : 0;
        return new Flow(
                came, noAudio, onlyRefused, onlyStrange, silence == Silence.NOTHING_SENT, end());
    }

    private Optional<String> end() {
        if (missing >= limit) {
            return Optional.of("nothing was heard for %d seconds".formatted(limit));
        }
        return nothing >= quietLimit
                ? Optional.of("neither audio nor reports came for %d seconds".formatted(quietLimit))
                : Optional.empty();
    }
}
