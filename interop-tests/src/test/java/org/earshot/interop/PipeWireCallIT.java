package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A call of two whole phones on PipeWire's devices: what is spoken into each one's microphone comes out of the other's loudspeaker.
/// [SoundDevicesIT] has such calls on PulseAudio.
@Tag("realtime")
class PipeWireCallIT {
    /// Other speech has less than 0.1; on a quiet machine it is above 0.9, and where others keep two cores busy not always 0.8.
    private static final double ARRIVES = 0.6;

    /// Both speak at once, and there is no room in which they would hear each other: what a canceller does to that is not what is looked at.
    private static final List<String> AS_IT_IS =
            List.of("--no-echo-cancel", "--no-noise-suppress", "--no-gain-control");

    @Test
    void bothHearEachOther() throws Exception {
        try (Lab lab = Lab.of("pipewire-call")) {
            SoundServer sound = SoundServer.pipeWire(lab, "alice", "bob");
            sound.plugMicrophone("alice", "built_in");
            sound.tell("set-default-source", "built_in");
            sound.tell("set-default-sink", "alice_spk");
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            // alice takes what the system chooses, bob what his environment names
            Map<String, String> systems = new HashMap<>(sound.environment("alice"));
            systems.remove("PULSE_SOURCE");
            systems.remove("PULSE_SINK");
            List<EarshotPhone> phones =
                    EarshotPhone.together(
                            () -> phone(lab, systems, server, "alice"),
                            () ->
                                    phone(
                                            lab,
                                            sound.environment("bob"),
                                            server,
                                            "bob",
                                            "--auto-answer"));
            EarshotPhone alice = phones.getFirst();
            EarshotPhone bob = phones.getLast();

            alice.tell("call sip:bob@127.0.0.1");
            alice.call("established");
            alice.event("media", 5, _ -> true);
            Path atBob = lab.file("bob-loudspeaker.wav");
            Path atAlice = lab.file("alice-loudspeaker.wav");
            try (AutoCloseable ofBob = sound.record("bob", atBob);
                    AutoCloseable ofAlice = sound.record("alice", atAlice)) {
                assertThat(ofBob).isNotSameAs(ofAlice);
                sound.speak("alice", Recording.speech(lab, "alice"));
                sound.speak("bob", Recording.speech(lab, "bob"));
                for (int second = 0; second < 8; second++) {
                    alice.event("media", 5, _ -> true);
                }
            }
            alice.tell("hangup");
            alice.call("ended");
            bob.call("ended");
            assertThat(Recording.correlation(Recording.speech(lab, "alice"), atBob))
                    .as("what bob heard")
                    .isGreaterThan(ARRIVES);
            assertThat(Recording.correlation(Recording.speech(lab, "bob"), atAlice))
                    .as("what alice heard")
                    .isGreaterThan(ARRIVES);
        }
    }

    private static EarshotPhone phone(
            Lab lab,
            Map<String, String> environment,
            EarshotServer server,
            String name,
            String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--audio-out", "device"));
        all.addAll(AS_IT_IS);
        return EarshotPhone.overTls(
                lab, environment, server, name, "device", all.toArray(String[]::new));
    }
}
