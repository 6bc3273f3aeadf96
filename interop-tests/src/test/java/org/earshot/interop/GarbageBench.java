package org.earshot.interop;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.earshot.interop.Allocations.Amount;
import org.earshot.interop.Allocations.Site;

/// What the threads of a call's sound allocate, each object of it, and whose code does: ours, JCE's, the codec's, the JDK's sockets. Two headless
/// phones, Opus, SRTP, TLS, 20 ms, echo canceller, noise suppression and gain control; one of them is recorded by JFR.
///
/// `bin/bench garbage [SECONDS [WARMUP]]`: 20 s after 60 s. What allocates only now and then (a report, a jump of the encoder's effort) is in
/// it as well.
final class GarbageBench {
    private static final int FRAMES_A_SECOND = 100;

    private GarbageBench() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int warmUp = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        try (Lab lab = Lab.of("bench-garbage")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            Allocations allocations = call(lab, server, seconds, warmUp);
            print(allocations, seconds);
        }
    }

    /// One call, in which the caller is recorded.
    static Allocations call(Lab lab, EarshotServer server, int seconds, int warmUp)
            throws Exception {
        String usual = System.getProperty("earshot.lab.jvm", "");
        Path recording = lab.file("alice.jfr");
        System.setProperty(
                "earshot.lab.jvm",
                (usual.isEmpty() ? "-XX:+UseSerialGC -Xmx256m -XX:TieredStopAtLevel=1" : usual)
                        + " "
                        + Allocations.options(recording, warmUp));
        EarshotPhone alice = phone(lab, server, "alice");
        if (usual.isEmpty()) {
            System.clearProperty("earshot.lab.jvm");
        } else {
            System.setProperty("earshot.lab.jvm", usual);
        }
        EarshotPhone bob = phone(lab, server, "bob");
        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
        bob.call("established");
        media(alice, warmUp);
        Instant from = Instant.now();
        media(alice, seconds);
        Instant to = Instant.now();
        alice.tell("hangup");
        alice.call("ended");
        end(alice);
        bob.quitAndHeard();
        return new Allocations(recording, from, to);
    }

    /// Ends a phone that is recorded, which has written all of it by then: on a busy machine that takes its time.
    private static void end(EarshotPhone phone) throws Exception {
        phone.tell("quit");
        phone.process().handle().onExit().get(60, TimeUnit.SECONDS);
        phone.process().close();
    }

    private static EarshotPhone phone(Lab lab, EarshotServer server, String name) {
        return EarshotPhone.overTls(
                lab,
                server,
                name,
                Recording.longSpeech(lab, name, 20).toString(),
                "--audio-out",
                "null",
                "--echo-cancel",
                "--noise-suppress",
                "--gain-control",
                "--auto-answer");
    }

    private static void media(EarshotPhone phone, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            phone.event("media", 10, _ -> true);
        }
    }

    private static void print(Allocations allocations, int seconds) {
        System.out.printf(
                Locale.ROOT,
                "%-14s %-18s %10s %12s  %s%n",
                "thread",
                "whose",
                "objects/s",
                "bytes/frame",
                "what and where");
        for (Map.Entry<Site, Amount> entry : allocations.sites()) {
            Site site = entry.getKey();
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %-18s %10.1f %12.1f  %s in %s%n",
                    site.thread(),
                    site.owner(),
                    entry.getValue().objects() / (double) seconds,
                    entry.getValue().bytes() / (double) (seconds * FRAMES_A_SECOND),
                    site.object(),
                    site.place());
        }
    }
}
