package org.earshot.softphone.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The main job, from a clean machine: a server on the embedded store and two phones, three processes on
/// loopback, started by the commands that users type. They register over TLS, write to each other, and talk.
public final class Demo {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TALK_SECONDS = 8;
    private static final int SAMPLE_RATE = 48_000;

    private final Path home;
    private final Path folder;
    private final boolean windows;
    private final PrintStream out;
    private final Function<Path, short[]> readWav;

    /// @param home the repository
    /// @param folder an empty folder, for everything that the demonstration writes
    /// @param windows whether the phones show their windows
    /// @param readWav reads a whole WAV file as 48 kHz mono
    public Demo(
            Path home,
            Path folder,
            boolean windows,
            PrintStream out,
            Function<Path, short[]> readWav) {
        this.home = home;
        this.folder = folder;
        this.windows = windows;
        this.out = out;
        this.readWav = readWav;
    }

    /// One of the two people.
    private final class Person {
        final String name;
        final String displayName;
        final String password;
        final Path sample;
        final Path heard;
        final Path timing;
        Optional<ChildProcess> phone = Optional.empty();

        Person(String name, String displayName) {
            this.name = name;
            this.displayName = displayName;
            // for a server that nobody else reaches, and that is gone in half a minute
            this.password =
                    new java.math.BigInteger(100, new java.security.SecureRandom()).toString(36);
            this.sample = folder.resolve(name + "-says.wav");
            this.heard = folder.resolve(name + "-hears.wav");
            this.timing = folder.resolve(name + "-timing.txt");
        }

        String address() {
            return "sip:" + name + "@localhost";
        }

        ChildProcess process() {
            return phone.orElseThrow();
        }
    }

    /// Runs it all.
    ///
    /// @return what was measured, when every part worked
    /// @throws DemoFailedException with the part that did not
    public String run(Optional<Path> reportFile) throws DemoFailedException {
        Person alice = new Person("alice", "Alice");
        Person bob = new Person("bob", "Bob");
        List<ChildProcess> running = new ArrayList<>();
        try {
            DemoReport report = measure(alice, bob, running);
            if (reportFile.isPresent()) {
                Files.writeString(
                        reportFile.get(),
                        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
            }
            return report.forPeople();
        } catch (DemoFailure e) {
            throw new DemoFailedException(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            throw new DemoFailedException("a file could not be written or read: " + e.getMessage());
        } finally {
            running.reversed().forEach(ChildProcess::close);
        }
    }

    private DemoReport measure(Person alice, Person bob, List<ChildProcess> running)
            throws IOException {
        say("starting the server (embedded store, TLS by a CA made now) ...");
        Path data = folder.resolve("server");
        ChildProcess server =
                start(
                        running,
                        "server",
                        "server",
                        "--data",
                        data.toString(),
                        "--set",
                        "domain=localhost",
                        "--set",
                        "listen.udp=off",
                        "--set",
                        "listen.tcp=off",
                        "--set",
                        "listen.tls=127.0.0.1:0");
        String tls =
                server.await("the line \"ready\"", 60, line -> value(line, "ready ", "tls="))
                        .value();
        for (Person person : List.of(alice, bob)) {
            createAccount(person, data);
        }
        say("starting two phones: alice and bob ...");
        for (Person person : List.of(alice, bob)) {
            startPhone(person, tls, data, running);
        }
        for (Person person : List.of(alice, bob)) {
            person.process().await("registration", 60, event("registered", _ -> true));
        }
        say("registered; writing a message each way ...");
        double messageMs =
                Math.max(
                        message(alice, bob, "Hello Bob, can you hear me?"),
                        message(bob, alice, "Zdravo Alice, čujem te!"));
        say("calling; talking for " + TALK_SECONDS + " seconds ...");
        return call(alice, bob, server, messageMs);
    }

    private void createAccount(Person person, Path data) throws IOException {
        try (ChildProcess admin =
                ChildProcess.start(
                        "admin",
                        folder.resolve("admin.log"),
                        Map.of(),
                        List.of(
                                earshot(),
                                "admin",
                                "user",
                                "add",
                                person.name,
                                "--password-stdin",
                                "--display-name",
                                person.displayName,
                                "--data",
                                data.toString()))) {
            admin.finish(person.password);
        }
        writePrivate(folder.resolve(person.name + ".password"), person.password);
        try (var sample =
                Demo.class.getResourceAsStream(
                        "/org/earshot/softphone/sample/" + person.name + ".wav")) {
            if (sample == null) {
                throw new DemoFailure("the speech sample of " + person.name + " is missing");
            }
            Files.copy(sample, person.sample);
        }
    }

    private void startPhone(Person person, String tls, Path data, List<ChildProcess> running) {
        person.phone =
                Optional.of(
                        start(
                                running,
                                person.name,
                                "phone",
                                windows ? "--window" : "--headless",
                                "--data",
                                folder.resolve(person.name).toString(),
                                "--account",
                                person.address(),
                                "--password-file",
                                folder.resolve(person.name + ".password").toString(),
                                "--server",
                                tls,
                                "--transport",
                                "tls",
                                "--ca",
                                data.resolve("ca.pem").toString(),
                                "--audio-in",
                                person.sample.toString(),
                                "--audio-out",
                                person.heard.toString(),
                                "--auto-answer",
                                "--timing-out",
                                person.timing.toString()));
    }

    private double message(Person from, Person to, String text) {
        long sent = System.nanoTime();
        from.process().tell("message " + to.address() + " " + text);
        var arrived =
                to.process()
                        .await(
                                "the message from " + from.name,
                                20,
                                event("message", e -> e.path("text").asText().equals(text)));
        from.process()
                .await(
                        "the receipt of the message",
                        20,
                        event("message-status", e -> e.path("status").asText().equals("sent")));
        return (arrived.nanos() - sent) / 1e6;
    }

    private DemoReport call(Person alice, Person bob, ChildProcess server, double messageMs)
            throws IOException {
        Function<String, Optional<JsonNode>> established =
                event("call", e -> e.path("state").asText().equals("established"));
        long dialled = System.nanoTime();
        alice.process().tell("call " + bob.address());
        var atAlice = alice.process().await("the call's set-up", 30, established);
        var atBob = bob.process().await("the call's set-up", 30, established);
        double callSetupMs = (Math.max(atAlice.nanos(), atBob.nanos()) - dialled) / 1e6;

        Map<String, ChildProcess> all = new LinkedHashMap<>();
        all.put("server", server);
        all.put("alice", alice.process());
        all.put("bob", bob.process());
        Map<String, ProcessUsage> before = new LinkedHashMap<>();
        all.forEach((name, process) -> before.put(name, ProcessUsage.of(process.handle())));
        long begun = System.nanoTime();
        JsonNode atAliceMedia = lastMedia(alice, begun);
        JsonNode atBobMedia = lastMedia(bob, begun);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Double> cpu = new LinkedHashMap<>();
        Map<String, Long> memory = new LinkedHashMap<>();
        all.forEach((name, process) -> {
            ProcessUsage now = ProcessUsage.of(process.handle());
            Duration used = now.cpu().minus(before.get(name).cpu());
            cpu.put(name, Math.round(used.toMillis() / seconds) / 10.0);
            memory.put(name, now.residentMb());
        });

        alice.process().tell("hangup");
        Function<String, Optional<JsonNode>> ended =
                event("call", e -> e.path("state").asText().equals("ended"));
        alice.process().await("the end of the call", 20, ended);
        bob.process().await("the end of the call", 20, ended);
        List<Long> pids = all.values().stream().map(ChildProcess::pid).toList();
        for (Person person : List.of(bob, alice)) {
            person.process().tell("quit");
            person.process().close(); // their recordings are whole only now
        }
        return report(
                alice,
                bob,
                messageMs,
                callSetupMs,
                atAlice.value(),
                pids,
                cpu,
                memory,
                atAliceMedia,
                atBobMedia);
    }

    private DemoReport report(
            Person alice,
            Person bob,
            double messageMs,
            double callSetupMs,
            JsonNode established,
            List<Long> pids,
            Map<String, Double> cpu,
            Map<String, Long> memory,
            JsonNode atAlice,
            JsonNode atBob)
            throws IOException {
        PathDelay there = PathDelay.between(lines(alice.timing), lines(bob.timing));
        PathDelay back = PathDelay.between(lines(bob.timing), lines(alice.timing));
        double correlation = Math.min(heard(alice, bob), heard(bob, alice));
        DemoReport report =
                new DemoReport(
                        2,
                        tenths(messageMs),
                        tenths(callSetupMs),
                        established.path("codec").asText(),
                        established.path("encryption").asText(),
                        atAlice.path("packetsSent").asLong() + atBob.path("packetsSent").asLong(),
                        atAlice.path("packetsLost").asLong() + atBob.path("packetsLost").asLong(),
                        new DemoReport.Delay(
                                tenths(Math.max(there.medianMs(), back.medianMs())),
                                tenths(Math.max(there.p95Ms(), back.p95Ms()))),
                        Math.round(correlation * 1000) / 1000.0,
                        pids,
                        cpu,
                        memory);
        if (!report.encryption().startsWith("SDES:")) {
            throw new DemoFailure("the call was not encrypted: " + report.encryption());
        }
        if (there.frames() == 0 || back.frames() == 0) {
            throw new DemoFailure("no sound went from one phone to the other");
        }
        if (correlation < 0.8) {
            throw new DemoFailure(
                    "the speech did not arrive as it was sent: correlation "
                            + report.correlation());
        }
        return report;
    }

    private JsonNode lastMedia(Person person, long begun) {
        long left = begun + TimeUnit.SECONDS.toNanos(TALK_SECONDS) - System.nanoTime();
        JsonNode last = JSON.createObjectNode();
        long end = System.nanoTime() + Math.max(left, TimeUnit.SECONDS.toNanos(1));
        do {
            last =
                    person.process()
                            .await("reports of the audio", 5, event("media", _ -> true))
                            .value();
        } while (System.nanoTime() < end);
        return last;
    }

    private double heard(Person speaker, Person listener) {
        return SampleCorrelation.of(
                readWav.apply(speaker.sample), readWav.apply(listener.heard), 2 * SAMPLE_RATE);
    }

    private ChildProcess start(List<ChildProcess> running, String name, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(earshot());
        command.addAll(List.of(arguments));
        ChildProcess process =
                ChildProcess.start(name, folder.resolve(name + ".log"), Map.of(), command);
        running.add(process);
        return process;
    }

    private String earshot() {
        return home.resolve("bin").resolve("earshot").toString();
    }

    private void say(String line) {
        out.println("demo: " + line);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /// Reads `prefix … key=VALUE …`.
    private static Optional<String> value(String line, String prefix, String key) {
        int at = line.indexOf(" " + key);
        if (!line.startsWith(prefix) || at < 0) {
            return Optional.empty();
        }
        String rest = line.substring(at + 1 + key.length());
        int end = rest.indexOf(' ');
        return Optional.of(end < 0 ? rest : rest.substring(0, end));
    }

    private static Function<String, Optional<JsonNode>> event(
            String name, java.util.function.Predicate<JsonNode> condition) {
        return line -> {
            try {
                JsonNode event = JSON.readTree(line);
                // with retryMs the phone tries again by itself: a busy machine may need a second
                // handshake
                if (event.path("event").asText().equals("registration-failed")
                        && !event.has("retryMs")) {
                    throw new DemoFailure("registration failed: " + event.path("reason").asText());
                }
                return event.path("event").asText().equals(name) && condition.test(event)
                        ? Optional.of(event)
                        : Optional.empty();
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        };
    }
}
