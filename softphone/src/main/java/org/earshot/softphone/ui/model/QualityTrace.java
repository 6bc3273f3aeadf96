package org.earshot.softphone.ui.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.softphone.ua.UserAgentEvent.MediaReport;

/// How the sound of a call did in its last minutes, one sample a second; older ones are forgotten. On the event dispatch thread.
public final class QualityTrace {
    /// Five minutes.
    static final int MOST = 300;

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// What was measured within a second.
    ///
    /// @param mos 1 to 5; NaN where nothing can be said yet
    /// @param delayMs from mouth to ear, as far as it can be known: half of the way there and back, and the wait for what comes late
    /// @param echoReducedDb by how much the echo is made quieter that the other side would hear; empty where that isn't known
    public record Sample(
            double mos,
            double lossPercent,
            double jitterMs,
            double delayMs,
            OptionalDouble echoReducedDb) {
        static Sample of(MediaReport report) {
            return new Sample(
                    report.mos() > 0 ? report.mos() : Double.NaN,
                    report.lossPercent(),
                    report.jitterMs(),
                    report.rttMs() / 2 + report.playoutDelayMs(),
                    report.echoReducedDb());
        }
    }

    void add(Sample sample) {
        if (samples.size() == MOST) {
            samples.removeFirst();
        }
        samples.addLast(sample);
    }

    /// The oldest first.
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /// The newest.
    public Optional<Sample> last() {
        return Optional.ofNullable(samples.peekLast());
    }
}
