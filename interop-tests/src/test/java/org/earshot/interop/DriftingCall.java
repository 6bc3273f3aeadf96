package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A call of two phones of ours, each in a process of its own and on a sound server of its own: the devices of the one that calls have a fast
/// clock. So more comes to the called one than it plays, and less to the caller.
final class DriftingCall implements AutoCloseable {
    private final Lab lab;
    private final String fast;
    private final String steady;
    private final SoundServer fastSound;
    private final SoundServer steadySound;
    private final EarshotPhone fastPhone;
    private final EarshotPhone steadyPhone;
    private final DeviceClock fastClock;
    private final DeviceClock steadyClock;

    /// What one phone says of what it hears; ms since the call began but for the first.
    ///
    /// @param buffered how much waits in its jitter buffer
    record Heard(double buffered, long concealed, long stretched, long lost) {
        private static Heard of(JsonNode report) {
            return new Heard(
                    report.path("playoutDelayMs").asDouble(),
                    report.path("concealedMs").asLong(),
                    report.path("stretchedMs").asLong(),
                    report.path("packetsLost").asLong());
        }
    }

    /// Calls; comes back when both speak.
    ///
    /// @param label that no other call of this lab has
    /// @param ppm by how much the caller's devices are faster
    DriftingCall(Lab lab, EarshotServer server, String label, int ppm) throws IOException {
        this.lab = lab;
        fast = "fast-" + label;
        steady = "steady-" + label;
        server.withUser(fast, "pw" + fast).withUser(steady, "pw" + steady);
        fastSound = SoundServer.startWithClock(lab, "pulse-" + fast, ppm, fast);
        steadySound = SoundServer.startWithClock(lab, "pulse-" + steady, 0, steady);
        var phones =
                EarshotPhone.together(
                        () -> phone(server, fastSound, fast),
                        () -> phone(server, steadySound, steady));
        fastPhone = phones.getFirst();
        steadyPhone = phones.getLast();
        fastPhone.tell("call sip:" + steady + "@127.0.0.1");
        fastPhone.call("established");
        steadyPhone.call("established");
        fastClock = DeviceClock.of(fastSound, fast + "_mic.monitor");
        steadyClock = DeviceClock.of(steadySound, steady + "_mic.monitor");
    }

    private EarshotPhone phone(EarshotServer server, SoundServer sound, String name) {
        return EarshotPhone.overTls(
                lab,
                sound.environment(name),
                server,
                name,
                "device",
                "--audio-out",
                "device",
                "--auto-answer");
    }

    /// Both speak for so long.
    void speak(int seconds) throws Exception {
        try (AutoCloseable _ = fastSound.speak(fast, Recording.longSpeech(lab, "alice"));
                AutoCloseable _ = steadySound.speak(steady, Recording.longSpeech(lab, "bob"))) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                steadyPhone.event("media", 10, _ -> true);
            }
        }
    }

    /// From the fast phone's microphone to the steady one's loudspeaker.
    MouthToEar toSteady() {
        return new MouthToEar(lab, fastSound, fast, steadySound, steady);
    }

    /// The other way.
    MouthToEar toFast() {
        return new MouthToEar(lab, steadySound, steady, fastSound, fast);
    }

    /// Now.
    Heard heardBySteady() {
        return Heard.of(steadyPhone.fresh("media"));
    }

    /// Now.
    Heard heardByFast() {
        return Heard.of(fastPhone.fresh("media"));
    }

    /// The caller's devices.
    DeviceClock fastClock() {
        return fastClock;
    }

    /// Those of the called one.
    DeviceClock steadyClock() {
        return steadyClock;
    }

    /// Hangs up, and ends the phones.
    @Override
    public void close() {
        fastClock.close();
        steadyClock.close();
        fastPhone.tell("hangup");
        fastPhone.call("ended");
        steadyPhone.call("ended");
        fastPhone.quitAndHeard();
        steadyPhone.quitAndHeard();
    }
}
