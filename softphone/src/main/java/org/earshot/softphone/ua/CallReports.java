package org.earshot.softphone.ua;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// How the sound of the last calls was, for a diagnostics file. Confined to the user-agent thread.
final class CallReports {
    private static final int MOST_CALLS = 10;

    /// Of a call the last 10 minutes.
    private static final int MOST_LINES = 600;

    private final InstantSource clock;
    private final Map<Id, Deque<String>> calls = new LinkedHashMap<>();

    CallReports(InstantSource clock) {
        this.clock = clock;
    }

    /// Something is told.
    void onEvent(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.CallChanged e ->
                    add(
                            e.call(),
                            "%s %s %s codec %s encryption %s %s"
                                    .formatted(
                                            e.state(),
                                            e.incoming() ? "from" : "to",
                                            e.peer(),
                                            e.codec().orElse("-"),
                                            e.encryption().orElse("-"),
                                            e.reason()));
            case UserAgentEvent.MediaReport e -> add(e.call(), line(e));
            case UserAgentEvent.AudioTrouble e ->
                    calls.keySet().forEach(call -> add(call, e.about() + ": " + e.text()));
            default -> {}
        }
    }

    private static String line(UserAgentEvent.MediaReport report) {
        return String.format(
                Locale.ROOT,
                "mos %.2f rtt %.1f ms lost %.1f %% jitter %.1f ms delay %.0f ms concealed %d ms late %d"
                        + " waiting %d stretched %d ms sent %d received %d lost %d %s",
                report.mos(),
                report.rttMs(),
                report.lossPercent(),
                report.jitterMs(),
                report.playoutDelayMs(),
                report.concealedMs(),
                report.latePackets(),
                report.waitingPackets(),
                report.stretchedMs(),
                report.packetsSent(),
                report.packetsReceived(),
                report.packetsLost(),
                report.way());
    }

    private void add(Id call, String line) {
        Instant now = clock.instant();
        Deque<String> lines = calls.computeIfAbsent(call, _ -> new ArrayDeque<>());
        lines.addLast(now + " " + line);
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
        if (calls.size() > MOST_CALLS) {
            calls.remove(calls.keySet().iterator().next());
        }
    }

    /// All of it.
    String text() {
        StringBuilder text = new StringBuilder();
        calls.forEach((id, lines) -> {
            text.append("call ").append(id).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        });
        return text.toString();
    }
}
