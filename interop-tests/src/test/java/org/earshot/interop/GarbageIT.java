package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.earshot.interop.Allocations.Owner;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The threads of a call's sound must not wait for a garbage collector, so our own code makes no garbage there for a frame or a packet: each
/// object of a call is looked at, by JFR. What the JDK's ciphers, its sound and the codec make is for `bin/bench garbage` to list. Only the
/// first compiler is at work here, which leaves out no object that our code asks for.
///
/// Two calls at the same time, as both take their seconds: Opus and SRTP on streams of a sound server (libpulse), and G.711 with comfort
/// noise on lines of Java Sound.
class GarbageIT {
    private static final int SECONDS = 4;
    private static final int WARM_UP = 2;
    private static final int PACKETS_A_SECOND = 50;

    /// A report each few seconds may make some.
    private static final int NOW_AND_THEN = 2 * SECONDS;

    @Test
    void ourCodeMakesNoneForAFrame() throws Exception {
        Assumptions.assumeTrue(AlsaPlugin.isThere(), AlsaPlugin.SKIPPED);
        try (Lab lab = Lab.of("garbage");
                EchoingPeer peer = new EchoingPeer()) {
            SoundServer sound = SoundServer.start(lab, "streams", "lines");
            EarshotServer server = EarshotServer.start(lab);
            CompletableFuture<RecordedCall> other =
                    beside(() -> RecordedCall.ofLines(lab, server, sound, peer));
            RecordedCall streams = RecordedCall.ofStreams(lab, server, sound);
            RecordedCall lines = other.get();
            streams.goOn(WARM_UP);
            streams.record();
            lines.record();
            int before = peer.packets();
            streams.goOn(SECONDS);
            Instant to = Instant.now();

            assertThat(peer.packets() - before)
                    .as("packets of the call on lines")
                    .isGreaterThan(SECONDS * PACKETS_A_SECOND / 4);
            CompletableFuture<Allocations> made = beside(() -> lines.end(to));
            Allocations ofStreams = streams.end(to);
            assertThat(ofStreams.sites(Owner.JCE))
                    .as("JCE makes some, so what is recorded is a call")
                    .anyMatch(entry -> entry.getValue().objects() > 10 * SECONDS);
            assertThat(often(ofStreams)).as("libpulse, Opus, SRTP").isEqualTo(List.of());
            assertThat(often(made.get())).as("Java Sound, G.711").isEqualTo(List.of());
        }
    }

    private static <T> CompletableFuture<T> beside(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        done.complete(work.call());
                    } catch (Exception | AssertionError e) {
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    /// What is made for frames or packets, by our code or by what it calls of foreign functions.
    private static List<String> often(Allocations allocations) {
        return Stream.of(Owner.OURS, Owner.FOREIGN)
                .flatMap(owner -> allocations.sites(owner).stream())
                .filter(entry -> entry.getValue().objects() > NOW_AND_THEN)
                .map(entry -> entry.getKey() + ": " + entry.getValue().objects())
                .toList();
    }
}
