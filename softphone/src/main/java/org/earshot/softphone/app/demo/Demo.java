package org.earshot.softphone.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The main job, from a clean machine: a server on the embedded store and two phones, three processes on
/// loopback, started by the commands that users type. They register over TLS, write to each other, talk, and send a file.
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

    /// Runs it all.
    ///
    /// @return what was measured, when every part worked
    /// @throws DemoFailedException with the part that did not
    public String run(Optional<Path> reportFile) throws DemoFailedException {
        try (DemoProcesses processes = new DemoProcesses(home, folder, windows)) {
            DemoReport report = measure(processes);
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
        }
    }

    private DemoReport measure(DemoProcesses processes) throws IOException {
        Person alice = new Person("alice", "Alice", folder);
        Person bob = new Person("bob", "Bob", folder);
        say("starting the server (embedded store, TLS by a CA made now) ...");
        ChildProcess server = processes.startServer();
        String tls =
                server.await(
                                "the line \"ready\"",
                                60,
                                line -> PhoneLines.value(line, "ready ", "tls="))
                        .value();
        for (Person person : List.of(alice, bob)) {
            processes.createAccount(person);
        }
        say("starting two phones: alice and bob ...");
        for (Person person : List.of(alice, bob)) {
            processes.startPhone(person, tls);
        }
        for (Person person : List.of(alice, bob)) {
            person.phone().await("registration", 60, PhoneLines.event("registered", _ -> true));
        }
        say("registered; writing a message each way ...");
        double messageMs =
                Math.max(
                        message(alice, bob, "Hello Bob, can you hear me?"),
                        message(bob, alice, "Zdravo Alice, čujem te!"));
        say("calling; talking for " + TALK_SECONDS + " seconds ...");
        DemoCall call = DemoCall.make(alice, bob, server, TALK_SECONDS);
        say("sending a file straight from phone to phone ...");
        DemoFile file = DemoFile.send(alice, bob, folder);
        for (Person person : List.of(bob, alice)) {
            person.phone().tell("quit");
            person.phone().close(); // their recordings are whole only now
        }
        return DemoReport.of(
                messageMs,
                file,
                call,
                PathDelay.between(lines(alice.timing), lines(bob.timing)),
                PathDelay.between(lines(bob.timing), lines(alice.timing)),
                Math.min(heard(alice, bob), heard(bob, alice)));
    }

    private static double message(Person from, Person to, String text) {
        long sent = System.nanoTime();
        from.phone().tell("message " + to.address() + " " + text);
        var arrived =
                to.phone()
                        .await(
                                "the message from " + from.name,
                                20,
                                PhoneLines.event(
                                        "message", e -> e.path("text").asText().equals(text)));
        from.phone()
                .await(
                        "the receipt of the message",
                        20,
                        PhoneLines.event(
                                "message-status", e -> e.path("status").asText().equals("sent")));
        return (arrived.nanos() - sent) / 1e6;
    }

    private double heard(Person speaker, Person listener) {
        return SampleCorrelation.of(
                readWav.apply(speaker.sample),
                readWav.apply(listener.heard),
                2 * SAMPLE_RATE,
                SAMPLE_RATE / 5); // short: three processes that have just begun stretch time
    }

    private void say(String line) {
        out.println("demo: " + line);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
