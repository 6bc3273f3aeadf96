package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.app.demo.ProcessUsage;

/// What a conference on one phone costs its processor: the phone that mixes, and others that it has called, each in a process of its
/// own, who all speak at once. Opus, SRTP, through our server over TLS, on loopback, without windows.
///
/// `bin/bench conference [PEOPLE [SECONDS [WARMUP [ROUNDS]]]]`: 6 people, 60 s after 60 s to warm up, once. What else the machine did
/// stands beside it, since it counts: a processor that is shared is slower.
final class ConferenceBench {
    private static final int SAMPLE_SECONDS = 7;
    private static final String[] NAMES = {
        "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"
    };

    private final Lab lab;
    private final EarshotServer server;
    private final int seconds;
    private final int warmUp;
    private final List<Path> voices;

    private ConferenceBench(Lab lab, EarshotServer server, int seconds, int warmUp) {
        this.lab = lab;
        this.server = server;
        this.seconds = seconds;
        this.warmUp = warmUp;
        int times = (seconds + warmUp) / SAMPLE_SECONDS + 4;
        voices =
                List.of(
                        Recording.longSpeech(lab, "alice", times),
                        Recording.longSpeech(lab, "bob", times));
    }

    public static void main(String[] arguments) throws IOException {
        int people = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        int warmUp = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        if (people < 3 || people > NAMES.length) {
            throw new IllegalArgumentException("a conference is of 3 to " + NAMES.length);
        }
        try (Lab lab = Lab.of("bench-conference")) {
            EarshotServer server = EarshotServer.start(lab);
            for (int i = 0; i < people; i++) {
                server.withUser(NAMES[i], "pw");
            }
            System.out.printf(
                    Locale.ROOT,
                    "%5s %6s %12s %6s %8s %10s %6s %10s %14s %6s%n",
                    "round",
                    "people",
                    "processor %",
                    "MB",
                    "lost",
                    "concealed",
                    "MOS",
                    "Opus by",
                    "all phones %",
                    "load");
            ConferenceBench bench = new ConferenceBench(lab, server, seconds, warmUp);
            for (int round = 1; round <= rounds; round++) {
                bench.talk(people, round);
            }
        }
    }

    private EarshotPhone phone(int number) {
        String name = NAMES[number];
        return EarshotPhone.start(
                        lab,
                        name,
                        "pw",
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        voices.get(number % voices.size()),
                        "--audio-out",
                        "null",
                        "--auto-answer")
                .registered();
    }

    private void talk(int people, int round) throws IOException {
        List<EarshotPhone> phones = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        EarshotPhone mixer = phone(0);
        phones.add(mixer);
        for (int i = 1; i < people; i++) {
            phones.add(phone(i));
            mixer.tell("call sip:" + NAMES[i] + "@127.0.0.1");
            calls.add(mixer.call("established").path("call").asText());
        }
        mixer.tell("conference " + String.join(" ", calls));
        mixer.event("conference", 10, event -> event.path("calls").size() == calls.size());
        media(mixer, warmUp);

        long since = System.nanoTime();
        List<Duration> before = used(phones);
        JsonNode heard = media(mixer, seconds);
        List<Duration> after = used(phones);
        double nanos = System.nanoTime() - since;
        double all = 0;
        for (int i = 0; i < phones.size(); i++) {
            all += after.get(i).minus(before.get(i)).toNanos() / nanos;
        }
        System.out.printf(
                Locale.ROOT,
                "%5d %6d %12.1f %6d %8d %7d ms %6.1f %10s %14.1f %6.2f%n",
                round,
                people,
                100 * after.getFirst().minus(before.getFirst()).toNanos() / nanos,
                ProcessUsage.of(mixer.process().handle()).residentMb(),
                heard.path("packetsLost").asLong(),
                heard.path("concealedMs").asLong(),
                heard.path("mos").asDouble(),
                opus(mixer),
                100 * all,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        mixer.tell("hangup");
        phones.forEach(EarshotPhone::quitAndHeard);
    }

    private static List<Duration> used(List<EarshotPhone> phones) {
        return phones.stream()
                .map(phone -> ProcessUsage.of(phone.process().handle()).cpu())
                .toList();
    }

    /// Which library encodes and decodes.
    private static String opus(EarshotPhone phone) throws IOException {
        Path maps = Path.of("/proc", Long.toString(phone.process().pid()), "maps");
        if (!Files.exists(maps)) {
            return "?";
        }
        boolean library = Files.readAllLines(maps).stream().anyMatch(l -> l.contains("libopus"));
        return library ? "libopus" : "Concentus";
    }

    /// Waits, and gives the last report of the audio.
    private static JsonNode media(EarshotPhone phone, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        JsonNode last = phone.event("media", 10, _ -> true);
        while (System.nanoTime() < end) {
            last = phone.event("media", 10, _ -> true);
        }
        return last;
    }
}
