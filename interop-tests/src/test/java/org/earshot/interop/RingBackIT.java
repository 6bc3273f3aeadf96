package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the caller hears besides the call: that it rings there, and nothing of that in the call; and that there will be no call.
@Tag("realtime")
class RingBackIT {
    private static final int HEADER_BYTES = 44;
    private static final int RATE = 48_000;
    private static final int TENTH = RATE / 10;
    private static final int HERTZ = 425;

    @Test
    void theCallerHearsThatItRingsUntilItIsAnswered() throws Exception {
        try (Lab lab = Lab.of("ring-back")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone bob = EarshotPhone.overTls(lab, server, "bob", "silence");
            EarshotPhone alice = EarshotPhone.overTls(lab, server, "alice", "silence");
            String call = ring(alice, bob);
            alice.call("ringing");
            Path heard = lab.file("alice-heard.wav");
            awaitSeconds(heard, 2);
            bob.tell("answer " + call);
            alice.call("established");
            for (int second = 0; second < 4; second++) {
                alice.event("media", 10, _ -> true);
            }
            alice.tell("hangup");
            bob.call("ended");
            assertThat(alice.quitAndHeard()).isEqualTo(heard);

            ByteBuffer wav =
                    ByteBuffer.wrap(Files.readAllBytes(heard)).order(ByteOrder.LITTLE_ENDIAN);
            int samples = (wav.limit() - HEADER_BYTES) / 2;
            assertThat(level(wav, RATE / 10)).as("while it rings").isGreaterThan(1_000);
            assertThat(level(wav, samples - 2 * RATE)).as("in the call").isLessThan(20);
            assertThat(bob.quitAndHeard()).isNotEmptyFile();
            ByteBuffer atBob =
                    ByteBuffer.wrap(Files.readAllBytes(lab.file("bob-heard.wav")))
                            .order(ByteOrder.LITTLE_ENDIAN);
            assertThat(level(atBob, RATE)).as("at the other phone").isLessThan(20);
        }
    }

    /// @return how Bob calls the call
    private static String ring(EarshotPhone alice, EarshotPhone bob) {
        alice.tell("call sip:bob@127.0.0.1");
        return bob.event("incoming-call", 30, _ -> true).path("call").asText();
    }

    /// 0.48 s on and off (ITU-T E.180).
    @Test
    void whoIsRefusedHearsThatTheOtherOneIsBusy() throws Exception {
        try (Lab lab = Lab.of("busy-tone")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone bob = EarshotPhone.overTls(lab, server, "bob", "silence");
            EarshotPhone alice = EarshotPhone.overTls(lab, server, "alice", "silence");
            String call = ring(alice, bob);
            bob.tell("reject " + call);
            assertThat(alice.call("ended").path("reason").asText()).isEqualTo("busy");
            Path heard = lab.file("alice-heard.wav");
            awaitSeconds(heard, 4);
            assertThat(alice.quitAndHeard()).isEqualTo(heard);

            ByteBuffer wav =
                    ByteBuffer.wrap(Files.readAllBytes(heard)).order(ByteOrder.LITTLE_ENDIAN);
            int end = (wav.limit() - HEADER_BYTES) / 2;
            boolean[] on = new boolean[end / TENTH];
            for (int i = 0; i < on.length; i++) {
                on[i] = level(wav, i * TENTH, TENTH) > 1_966;
            }
            // of the ring-back that may come before there is less than a second
            int bursts = 0;
            int lasts = 0;
            for (boolean now : on) {
                if (!now && lasts >= 4 && lasts <= 5) {
                    bursts++;
                }
                lasts = now ? lasts + 1 : 0;
            }
            assertThat(bursts).isGreaterThanOrEqualTo(3);
            assertThat(bob.quitAndHeard()).isNotNull();
        }
    }

    /// Until so much has been heard; the phone writes as time goes by.
    private static void awaitSeconds(Path heard, int seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.exists(heard) || Files.size(heard) < HEADER_BYTES + 2L * RATE * seconds) {
            assertThat(System.nanoTime() - end).as("nothing is heard").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /// How much of the tone there is in half a second.
    private static double level(ByteBuffer wav, int from) {
        return level(wav, from, RATE / 2);
    }

    private static double level(ByteBuffer wav, int from, int samples) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < samples; i++) {
            double sample = wav.getShort(HEADER_BYTES + 2 * (from + i));
            real += sample * Math.cos(2 * Math.PI * HERTZ * i / RATE);
            imaginary += sample * Math.sin(2 * Math.PI * HERTZ * i / RATE);
        }
        return 2 * Math.hypot(real, imaginary) / samples;
    }
}
