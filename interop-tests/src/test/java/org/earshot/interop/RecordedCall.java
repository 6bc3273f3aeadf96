package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A call of a phone of which JFR records each object that it makes, with all processing of its microphone's sound.
final class RecordedCall {
    /// What the others speak: G.711, comfort noise.
    private static final String PCMU_AND_NOISE = "0 13";

    private static final List<String> PROCESSING =
            List.of("--echo-cancel", "--noise-suppress", "--gain-control");

    private final EarshotPhone phone;
    private final Path recording;
    private Instant from = Instant.MAX;

    private RecordedCall(EarshotPhone phone, Path recording) {
        this.phone = phone;
        this.recording = recording;
    }

    /// Opus, SRTP, TLS; speech comes from a file, and what is heard goes nowhere.
    static RecordedCall ofFiles(Lab lab, EarshotServer server) {
        return opus(
                lab,
                server,
                "files",
                Map.of(),
                Recording.longSpeech(lab, "alice", 20).toString(),
                "null");
    }

    /// The same on streams of a sound server, by libpulse.
    ///
    /// @param sound that has devices for the phone `streams`
    static RecordedCall ofStreams(Lab lab, EarshotServer server, SoundServer sound) {
        sound.speak("streams", Recording.longSpeech(lab, "alice"));
        return opus(lab, server, "streams", sound.environment("streams"), "device", "device");
    }

    private static RecordedCall opus(
            Lab lab,
            EarshotServer server,
            String name,
            Map<String, String> environment,
            String in,
            String out) {
        String other = "other-of-" + name;
        server.withUser(name, "pw" + name).withUser(other, "pw" + other);
        List<EarshotPhone> phones =
                EarshotPhone.together(
                        () ->
                                recordable(
                                        lab,
                                        environment,
                                        server,
                                        name,
                                        "tls",
                                        in,
                                        out,
                                        Stream.empty()),
                        () ->
                                EarshotPhone.overTls(
                                        lab,
                                        server,
                                        other,
                                        Recording.longSpeech(lab, "bob", 20).toString(),
                                        "--audio-out",
                                        "null",
                                        "--auto-answer"));
        EarshotPhone phone = phones.getFirst();
        EarshotPhone called = phones.getLast();
        phone.tell("call sip:" + other + "@127.0.0.1");
        phone.call("established");
        called.call("established");
        return new RecordedCall(phone, lab.file(name + ".jfr"));
    }

    /// G.711 with comfort noise and a detector of keys, plain RTP, on lines of Java Sound.
    ///
    /// @param sound that has devices for the phone `lines`
    /// @param peer who is spoken to
    static RecordedCall ofLines(Lab lab, EarshotServer server, SoundServer sound, EchoingPeer peer)
            throws IOException {
        sound.speak("lines", Recording.longSpeech(lab, "bob"));
        server.withUser("lines", "pwlines").withUser("echo", "pwecho");
        BarePhone answering =
                BarePhone.udp(lab, "echo", "pwecho", server.address("udp")).registered();
        EarshotPhone phone =
                recordable(
                        lab,
                        sound.environmentOfAlsa("lines"),
                        server,
                        "lines",
                        "udp",
                        "device",
                        "device",
                        Stream.of("--comfort-noise"));
        phone.tell("call sip:echo@127.0.0.1");
        answering.answer(answering.request("INVITE"), "200 OK", peer.description(PCMU_AND_NOISE));
        phone.call("established");
        return new RecordedCall(phone, lab.file("lines.jfr"));
    }

    private static EarshotPhone recordable(
            Lab lab,
            Map<String, String> environment,
            EarshotServer server,
            String name,
            String transport,
            String in,
            String out,
            Stream<String> options) {
        Map<String, String> recordable = new HashMap<>(environment);
        recordable.put("JDK_JAVA_OPTIONS", Allocations.options());
        return EarshotPhone.start(
                        lab,
                        recordable,
                        name,
                        "127.0.0.1",
                        "pw" + name,
                        server.address(transport),
                        transport,
                        transport.equals("tls") ? Optional.of(server.ca()) : Optional.empty(),
                        in,
                        Stream.of(Stream.of("--audio-out", out), PROCESSING.stream(), options)
                                .flatMap(each -> each)
                                .toArray(String[]::new))
                .registered();
    }

    /// Lets the call go on.
    void goOn(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            phone.event("media", 10, _ -> true);
        }
    }

    /// Records from now on. Not from the phone's start, which would take long with each object of it written down.
    void record() throws IOException, InterruptedException {
        Allocations.record(phone.process().handle().pid());
        from = Instant.now();
    }

    /// Ends the recording, the call and the phone.
    ///
    /// @param to no later than now; what was made after it does not count
    Allocations end(Instant to) throws Exception {
        Allocations.stop(phone.process().handle().pid(), recording);
        phone.tell("hangup");
        phone.tell("quit");
        Allocations allocations = new Allocations(recording, from, to); // while it ends
        phone.process().handle().onExit().get(60, TimeUnit.SECONDS);
        phone.process().close();
        return allocations;
    }
}
