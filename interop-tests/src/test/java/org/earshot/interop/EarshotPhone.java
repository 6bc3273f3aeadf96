package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.earshot.softphone.app.demo.ChildProcess;

/// Our headless phone as a process of its own.
final class EarshotPhone {
    private static final String PHONE = "org.earshot.softphone.app.PhoneMain";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What should simply happen may take this long: no test is about how soon, and others may keep the machine busy.
    private static final int PATIENCE_SECONDS = 60;

    private final ChildProcess process;
    private final Path heard;

    private EarshotPhone(ChildProcess process, Path heard) {
        this.process = process;
        this.heard = heard;
    }

    /// Starts a phone for `sip:name@127.0.0.1`, speaking `said` in each call and recording what it hears.
    ///
    /// @param options added to the command line, such as `--auto-answer`
    static EarshotPhone start(
            Lab lab,
            String name,
            String password,
            String server,
            String transport,
            Optional<Path> ca,
            Path said,
            String... options) {
        return start(
                lab,
                Map.of(),
                name,
                "127.0.0.1",
                password,
                server,
                transport,
                ca,
                said.toString(),
                options);
    }

    /// The same over TLS at a server of ours, for an account whose password is `pw` and its name; registered.
    ///
    /// @param audioIn such as `silence`
    static EarshotPhone overTls(
            Lab lab, EarshotServer server, String name, String audioIn, String... options) {
        return overTls(lab, Map.of(), server, name, audioIn, options);
    }

    /// One without sound on a machine of [Networks], over TLS at the server of the public one, for an account whose password is `pw` and its name;
    /// registered. What it takes lies in a folder of the test.
    ///
    /// @param address of the server, `HOST:PORT`
    static EarshotPhone inNetwork(
            Lab lab, EarshotServer server, String address, String user, String network) {
        return start(
                        lab.by(Networks.in(network)),
                        Map.of(),
                        user,
                        Networks.PUBLIC,
                        "pw" + user,
                        address,
                        "tls",
                        Optional.of(server.ca()),
                        "silence",
                        "--audio-out",
                        "null",
                        "--download-dir",
                        lab.file("down-" + user).toString())
                .registered();
    }

    /// The file that somebody offers to it.
    JsonNode offeredFile() {
        return event("file", 60, e -> e.path("state").asText().equals("offered") && e.has("from"));
    }

    /// Starts two at once.
    ///
    /// @return both, in this order, when both are ready
    static List<EarshotPhone> together(Supplier<EarshotPhone> one, Supplier<EarshotPhone> other) {
        CompletableFuture<EarshotPhone> first = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        first.complete(one.get());
                    } catch (RuntimeException | AssertionError e) {
                        first.completeExceptionally(e);
                    }
                });
        EarshotPhone second = other.get();
        return List.of(first.join(), second);
    }

    /// The same with an environment of its own.
    static EarshotPhone overTls(
            Lab lab,
            Map<String, String> environment,
            EarshotServer server,
            String name,
            String audioIn,
            String... options) {
        return overTls(lab, environment, PHONE, server, name, audioIn, options);
    }

    /// The same in a process that watches its window's event thread, as [WatchedPhone] says.
    static EarshotPhone watched(
            Lab lab,
            Map<String, String> environment,
            EarshotServer server,
            String name,
            String audioIn,
            String... options) {
        return overTls(
                lab,
                environment,
                "org.earshot.interop.WatchedPhone",
                server,
                name,
                audioIn,
                options);
    }

    private static EarshotPhone overTls(
            Lab lab,
            Map<String, String> environment,
            String main,
            EarshotServer server,
            String name,
            String audioIn,
            String... options) {
        return start(
                        lab,
                        environment,
                        main,
                        name,
                        "127.0.0.1",
                        "pw" + name,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        audioIn,
                        options)
                .registered();
    }

    /// One that knows no server.
    static EarshotPhone withoutServer(Lab lab, String name, Path said, String... options) {
        return withoutServer(lab, name, name, said, options);
    }

    /// The same for somebody who calls himself otherwise.
    ///
    /// @param label for the files of the test
    static EarshotPhone withoutServer(
            Lab lab, String label, String name, Path said, String... options) {
        Path heard = lab.file(label + "-heard.wav");
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--headless",
                                "--name",
                                name,
                                "--audio-in",
                                said.toString(),
                                "--audio-out",
                                heard.toString()));
        arguments.addAll(List.of(options));
        return new EarshotPhone(lab.java(label, Map.of(), PHONE, arguments), heard);
    }

    /// One that is told everything by its command line, without sound.
    static EarshotPhone with(Lab lab, String label, List<String> options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of("--headless", "--audio-in", "silence", "--audio-out", "null"));
        arguments.addAll(options);
        return new EarshotPhone(
                lab.java(label, Map.of(), PHONE, arguments), lab.file(label + "-heard.wav"));
    }

    /// The phone with a window is started on a folder where one runs, as a desktop does it for a link: it hands that over, and ends.
    static void startedOnceMore(Lab lab, Path data, String link) {
        ChildProcess process =
                lab.java(
                        "once-more",
                        Map.of(),
                        PHONE,
                        List.of("--data", data.toString(), "--", link));
        process.handle().onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        assertThat(process.exitStatus()).isZero();
    }

    /// As above, with everything said.
    static EarshotPhone start(
            Lab lab,
            Map<String, String> environment,
            String name,
            String domain,
            String password,
            String server,
            String transport,
            Optional<Path> ca,
            String audioIn,
            String... options) {
        return start(
                lab,
                environment,
                PHONE,
                name,
                domain,
                password,
                server,
                transport,
                ca,
                audioIn,
                options);
    }

    private static EarshotPhone start(
            Lab lab,
            Map<String, String> environment,
            String main,
            String name,
            String domain,
            String password,
            String server,
            String transport,
            Optional<Path> ca,
            String audioIn,
            String... options) {
        Path heard = lab.file(name + "-heard.wav");
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--headless",
                                "--account",
                                "sip:" + name + "@" + domain,
                                "--password-file",
                                lab.write(name + ".password", password).toString(),
                                "--server",
                                server,
                                "--transport",
                                transport,
                                "--audio-in",
                                audioIn));
        if (!List.of(options).contains("--audio-out")) {
            arguments.addAll(List.of("--audio-out", heard.toString()));
        }
        ca.ifPresent(file -> arguments.addAll(List.of("--ca", file.toString())));
        arguments.addAll(List.of(options));
        return new EarshotPhone(lab.java(name, environment, main, arguments), heard);
    }

    /// Waits until phones that were started one right after the other are registered: they need not wait for each other.
    static void allRegistered(EarshotPhone... phones) {
        for (EarshotPhone phone : phones) {
            var _ = phone.registered();
        }
    }

    EarshotPhone registered() {
        event("registered", 30, _ -> true);
        return this;
    }

    void tell(String command) {
        process.tell(command);
    }

    /// The next event of that name that satisfies a condition; events before it are dropped.
    ///
    /// @param seconds that it may take, if that is more than a minute
    JsonNode event(String name, int seconds, Predicate<JsonNode> condition) {
        return seen(name, seconds, condition).value();
    }

    private ChildProcess.Seen<JsonNode> seen(
            String name, int seconds, Predicate<JsonNode> condition) {
        return process.await(
                "event " + name,
                Math.max(seconds, PATIENCE_SECONDS),
                line -> {
                    try {
                        JsonNode event = JSON.readTree(line);
                        return event.path("event").asText().equals(name) && condition.test(event)
                                ? Optional.of(event)
                                : Optional.<JsonNode>empty();
                    } catch (JsonProcessingException e) {
                        throw new AssertionError("not one JSON object a line: " + line, e);
                    }
                });
    }

    /// The next event of any name that satisfies a condition; events before it are dropped.
    JsonNode anyEvent(int seconds, Predicate<JsonNode> condition) {
        return process.await(
                        "an event",
                        Math.max(seconds, PATIENCE_SECONDS),
                        line -> {
                            try {
                                return Optional.of(JSON.readTree(line)).filter(condition);
                            } catch (JsonProcessingException e) {
                                throw new AssertionError("not one JSON object a line: " + line, e);
                            }
                        })
                .value();
    }

    /// What it answers to a command.
    ///
    /// @param tag that no command before had
    JsonNode answer(String tag, String command) {
        tell("@" + tag + " " + command);
        return anyEvent(20, event -> event.path("tag").asText().equals(tag));
    }

    /// Has it do something, which must succeed.
    void done(String tag, String command) {
        assertThat(answer(tag, command).path("event").asText()).as(command).isEqualTo("done");
    }

    /// The next event of that name that it prints from now on; what it printed before is dropped.
    JsonNode fresh(String name) {
        long now = System.nanoTime();
        while (true) {
            ChildProcess.Seen<JsonNode> seen = seen(name, 10, _ -> true);
            if (seen.nanos() - now > 0) {
                return seen.value();
            }
        }
    }

    /// The next `call` event of a state.
    JsonNode call(String state) {
        return event("call", 30, e -> e.path("state").asText().equals(state));
    }

    /// Ends it.
    ///
    /// @return the events that it had printed by then and nobody has read
    List<JsonNode> endAndRest() {
        process.close();
        List<JsonNode> rest = new ArrayList<>();
        for (String line : process.allLines(10)) {
            try {
                rest.add(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw new AssertionError("not one JSON object a line: " + line, e);
            }
        }
        return rest;
    }

    /// Lets the phone end; its recording is whole afterwards.
    Path quitAndHeard() {
        process.tell("quit");
        process.close();
        return heard;
    }

    ChildProcess process() {
        return process;
    }
}
