package org.earshot.interop;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.earshot.interop.Allocations.Amount;
import org.earshot.interop.Allocations.Site;

/// What the threads of a call's sound allocate, each object of it, and whose code does: ours, JCE's, the codec's, the JDK's sockets and sound. A
/// headless phone with echo canceller, noise suppression and gain control, packets of 20 ms, recorded by JFR.
///
/// `bin/bench garbage [SECONDS [WARMUP [CALLS]]]`: 20 s after 60 s, CALLS of `files` (Opus, SRTP, no devices), `streams` (the same on libpulse)
/// and `lines` (G.711 with comfort noise, plain RTP, on Java Sound), one after the other. What allocates only now and then (a report, a jump of
/// the encoder's effort) is in it as well.
final class GarbageBench {
    private static final int FRAMES_A_SECOND = 100;

    private GarbageBench() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int warmUp = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        String calls = arguments.length > 2 ? arguments[2] : "files,streams,lines";
        System.out.printf(
                Locale.ROOT,
                "%-8s %-14s %-18s %10s %12s  %s%n",
                "call",
                "thread",
                "whose",
                "objects/s",
                "bytes/frame",
                "what and where");
        try (Lab lab = Lab.of("bench-garbage");
                EchoingPeer peer = new EchoingPeer()) {
            EarshotServer server = EarshotServer.start(lab);
            Optional<SoundServer> sound =
                    calls.equals("files")
                            ? Optional.empty()
                            : Optional.of(SoundServer.start(lab, "streams", "lines"));
            for (String name : List.of(calls.split(",", -1))) {
                RecordedCall call =
                        switch (name) {
                            case "files" -> RecordedCall.ofFiles(lab, server);
                            case "streams" ->
                                    RecordedCall.ofStreams(lab, server, sound.orElseThrow());
                            case "lines" ->
                                    RecordedCall.ofLines(lab, server, sound.orElseThrow(), peer);
                            default -> throw new IllegalArgumentException("no such call: " + name);
                        };
                call.goOn(warmUp);
                call.record();
                call.goOn(seconds);
                print(name, call.end(Instant.now()), seconds);
            }
        }
    }

    private static void print(String call, Allocations allocations, int seconds) {
        for (Map.Entry<Site, Amount> entry : allocations.sites()) {
            Site site = entry.getKey();
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %-14s %-18s %10.1f %12.1f  %s in %s%n",
                    call,
                    site.thread(),
                    site.owner(),
                    entry.getValue().objects() / (double) seconds,
                    entry.getValue().bytes() / (double) (seconds * FRAMES_A_SECOND),
                    site.object(),
                    site.place());
        }
    }
}
