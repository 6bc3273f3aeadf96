package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.earshot.interop.GcPauses.Pause;
import org.earshot.softphone.app.demo.PathDelay;
import org.earshot.softphone.app.demo.ProcessUsage;

/// How long speech is on its way inside our software, from the last sample of a frame read from the source until its first
/// sample is given to the other phone's sink, and what a call costs. Two headless phones of ours, Opus, SRTP, through our
/// server over TLS, on loopback; paced in real time, the jitter buffer as it comes.
///
/// `bin/bench voice [SECONDS [CALLS [WARMUP [PACKETS]]]]`: three calls of 60 s, each after 60 s to warm up, with packets of 10 ms and of 20 ms
/// (`10,20`). Of each phone also what the garbage collector did: `bin/bench voice 1800 1 60 20` is half an hour of that.
final class VoiceBench {
    private static final int SAMPLE_SECONDS = 7;

    /// A phone plays no file of more than ten minutes; what is sent after that is silence.
    private static final int MOST_REPEATS = 80;

    private final Lab lab;
    private final String server;
    private final Path ca;
    private final int seconds;
    private final int warmUp;

    private VoiceBench(Lab lab, EarshotServer server, int seconds, int warmUp) {
        this.lab = lab;
        this.server = server.address("tls");
        ca = server.ca();
        this.seconds = seconds;
        this.warmUp = warmUp;
    }

    public static void main(String[] arguments) throws IOException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int calls = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        int warmUp = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        try (Lab lab = Lab.of("bench-voice")) {
            System.setProperty(
                    "earshot.lab.jvm",
                    System.getProperty("earshot.lab.jvm") + " " + GcPauses.option(lab.file("")));
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pw").withUser("bob", "pw");
            VoiceBench bench = new VoiceBench(lab, server, seconds, warmUp);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %5s %10s %10s %10s %8s %10s %6s %12s%n",
                    "packets",
                    "call",
                    "median ms",
                    "p95 ms",
                    "frames",
                    "lost",
                    "concealed",
                    "MOS",
                    "processor %");
            String packets = arguments.length > 3 ? arguments[3] : "10,20";
            for (String millis : packets.split(",", -1)) {
                int packetMillis = Integer.parseInt(millis);
                for (int call = 1; call <= calls; call++) {
                    bench.call(packetMillis, call);
                }
            }
        }
    }

    private EarshotPhone phone(String name, int packetMillis, Path timing) {
        int repeats = Math.min(MOST_REPEATS, (seconds + warmUp) / SAMPLE_SECONDS + 2);
        return EarshotPhone.start(
                        lab,
                        name,
                        "pw",
                        server,
                        "tls",
                        Optional.of(ca),
                        Recording.longSpeech(lab, name, repeats),
                        "--audio-out",
                        "null",
                        "--auto-answer",
                        "--packet-ms",
                        Integer.toString(packetMillis),
                        "--timing-out",
                        timing.toString())
                .registered();
    }

    private void call(int packetMillis, int number) throws IOException {
        String suffix = packetMillis + "-" + number + ".timing";
        Path atAlice = lab.file("alice-" + suffix);
        Path atBob = lab.file("bob-" + suffix);
        EarshotPhone alice = phone("alice", packetMillis, atAlice);
        EarshotPhone bob = phone("bob", packetMillis, atBob);
        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
        bob.call("established");
        media(alice, bob, warmUp);
        Instant from = Instant.now();
        long since = System.nanoTime();
        Duration before = ProcessUsage.of(alice.process().handle()).cpu();
        List<Report> reports = media(alice, bob, seconds);
        JsonNode heard = reports.getLast().alice();
        double share =
                ProcessUsage.of(alice.process().handle()).cpu().minus(before).toNanos()
                        / (double) (System.nanoTime() - since);
        Instant to = Instant.now();
        alice.tell("hangup");
        alice.call("ended");
        alice.quitAndHeard();
        bob.quitAndHeard();
        List<PathDelay> ways = new ArrayList<>();
        ways.add(PathDelay.between(lines(atAlice), lines(atBob), since));
        ways.add(PathDelay.between(lines(atBob), lines(atAlice), since));
        for (PathDelay way : ways) {
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %5d %10.1f %10.1f %10d %8d %7d ms %6.1f %12.1f%n",
                    packetMillis + " ms",
                    number,
                    way.medianMs(),
                    way.p95Ms(),
                    way.frames(),
                    heard.path("packetsLost").asLong(),
                    heard.path("concealedMs").asLong(),
                    heard.path("mos").asDouble(),
                    100 * share);
        }
        for (EarshotPhone phone : List.of(alice, bob)) {
            garbage(
                    phone.equals(alice) ? "alice" : "bob",
                    GcPauses.of(lab.file(""), phone.process().handle(), from, to),
                    reports,
                    phone.equals(alice) ? Report::alice : Report::bob);
        }
    }

    /// What both said of the sound in one second.
    private record Report(Instant at, JsonNode alice, JsonNode bob) {}

    /// Waits, and gives what was said meanwhile.
    private static List<Report> media(EarshotPhone alice, EarshotPhone bob, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Report> reports = new ArrayList<>();
        do {
            JsonNode one = alice.event("media", 10, _ -> true);
            reports.add(new Report(Instant.now(), one, bob.event("media", 10, _ -> true)));
        } while (System.nanoTime() < end);
        return reports;
    }

    private void garbage(
            String name, List<Pause> pauses, List<Report> reports, Function<Report, JsonNode> of) {
        long concealed = 0;
        long beside = 0;
        for (int i = 1; i < reports.size(); i++) {
            Report before = reports.get(i - 1);
            Report after = reports.get(i);
            long more = concealed(of.apply(after)) - concealed(of.apply(before));
            concealed += more;
            // a report is read up to a second after what it tells
            Instant from = before.at().minusSeconds(2);
            boolean paused =
                    pauses.stream()
                            .anyMatch(p -> p.at().isAfter(from) && p.at().isBefore(after.at()));
            beside += paused ? more : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "  %-6s %d pauses of the garbage collector in %d s, longest %.2f ms, %d above 2 ms; concealed %d ms, of it within 2 s of one %d ms%n",
                name,
                pauses.size(),
                seconds,
                pauses.stream().mapToDouble(Pause::millis).max().orElse(0),
                pauses.stream().filter(pause -> pause.millis() > 2).count(),
                concealed,
                beside);
    }

    private static long concealed(JsonNode report) {
        return report.path("concealedMs").asLong();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }
}
