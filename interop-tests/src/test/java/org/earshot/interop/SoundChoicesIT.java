package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSource;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.SystemAudioBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Devices of a real sound server that a phone was told to use, in the next run of it: it rings on one, speaks by the second, hears by
/// the third, and speaks by another in mid-call.
@Tag("realtime")
class SoundChoicesIT {
    private static final int LOUD = 2_000;
    private static final int PATIENCE_FRAMES = 1_500;

    /// Which device it is counts here, and not how well a busy machine does: another's speech reaches 0.33.
    private static final double HEARD = 0.6;

    @Test
    void whatWasChosenInTheRunBeforeRingsSpeaksAndHears() throws Exception {
        try (Lab lab = Lab.of("sound-choices")) {
            SoundServer sound = SoundServer.start(lab, "alice", "bob");
            sound.plugMicrophone("bob", "others_mic"); // which the system would choose
            sound.tell("set-default-source", "others_mic");
            sound.plugMicrophone("alice", "headset_mic");
            sound.plugLoudspeaker("headset_spk");
            sound.plugLoudspeaker("desk_spk");
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            Path data = lab.privateFolder("data");
            EarshotPhone before = alice(lab, sound, server, data);
            before.tell("microphone headset_mic");
            before.tell("loudspeaker headset_spk");
            before.tell("ringer desk_spk");
            before.event("devices", 10, SoundChoicesIT::areChosen);
            before.quitAndHeard();

            EarshotPhone alice = alice(lab, sound, server, data);
            alice.tell("devices");
            alice.event("devices", 10, SoundChoicesIT::areChosen);
            EarshotPhone bob =
                    EarshotPhone.overTls(
                            lab,
                            sound.environment("bob"),
                            server,
                            "bob",
                            "device",
                            "--audio-out",
                            "device");
            bob.tell("call alice");
            String call = alice.event("incoming-call", 30, _ -> true).path("call").asText();
            rings(sound);
            alice.tell("answer " + call);
            alice.call("established");
            alice.event("media", 10, e -> e.path("packetsReceived").asLong() > 0);

            heard(lab, sound, alice, "bob", "headset", "remembered loudspeaker");
            heard(lab, sound, alice, "alice", "bob", "remembered microphone");
            alice.tell("loudspeaker alice_spk");
            alice.event("devices", 10, e -> e.path("loudspeaker").asText().equals("alice_spk"));
            heard(lab, sound, alice, "bob", "alice", "changed loudspeaker");

            alice.tell("hangup");
            alice.call("ended");
            bob.call("ended");
        }
    }

    private static boolean areChosen(JsonNode devices) {
        return devices.path("microphone").asText().equals("headset_mic")
                && devices.path("loudspeaker").asText().equals("headset_spk")
                && devices.path("ringer").asText().equals("desk_spk");
    }

    private static EarshotPhone alice(Lab lab, SoundServer sound, EarshotServer server, Path data) {
        Map<String, String> environment = new HashMap<>(sound.environment("alice"));
        environment.remove("PULSE_SOURCE"); // what the server itself says
        return EarshotPhone.overTls(
                lab,
                environment,
                server,
                "alice",
                "device",
                "--audio-out",
                "device",
                "--data",
                data.toString());
    }

    /// The desk's loudspeaker rings, and the headset does not.
    private static void rings(SoundServer sound) throws AudioException {
        SystemAudioBackend backend = SystemAudioBackend.ofSoundServer(sound.address());
        try (AudioSource desk = monitor(backend, "desk_spk");
                AudioSource headset = monitor(backend, "headset_spk")) {
            for (int frame = 0; frame < PATIENCE_FRAMES; frame++) {
                assertThat(loudest(headset)).isLessThan(LOUD);
                if (loudest(desk) > LOUD) {
                    return;
                }
            }
        }
        throw new AssertionError("it did not ring");
    }

    private static AudioSource monitor(SystemAudioBackend backend, String loudspeaker)
            throws AudioException {
        return backend.openSource(new AudioSpec.Device(Optional.of(loudspeaker + ".monitor")));
    }

    private static int loudest(AudioSource source) throws AudioException {
        short[] frame = new short[AudioFrame.SAMPLES];
        source.read(frame);
        int loudest = 0;
        for (short sample : frame) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }

    private static void heard(
            Lab lab, SoundServer sound, EarshotPhone phone, String mouth, String ear, String what)
            throws Exception {
        Path said = Recording.speech(lab, mouth);
        Path heard = lab.file(what.replace(' ', '-') + ".wav");
        try (AutoCloseable recorder = sound.record(ear, heard)) {
            assertThat(recorder).isNotNull();
            sound.speak(mouth, said);
            for (int second = 0; second < 8; second++) {
                phone.event("media", 5, _ -> true);
            }
        }
        assertThat(Recording.correlation(said, heard)).as(what).isGreaterThan(HEARD);
    }
}
