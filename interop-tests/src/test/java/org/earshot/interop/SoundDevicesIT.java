package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two phones on a real sound server: devices come, are changed, pulled and put back in the middle of a call.
@Tag("realtime")
class SoundDevicesIT {
    private static final String DEFAULT_SOURCE = "PULSE_SOURCE";

    @Test
    void devicesInMidCall() throws Exception {
        try (Lab lab = Lab.of("sound-devices")) {
            SoundServer sound = SoundServer.start(lab, "alice", "bob");
            String builtIn = sound.plugMicrophone("alice", "built_in");
            sound.tell("set-default-source", "built_in");
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, sound, server, "alice");
            EarshotPhone bob = phone(lab, sound, server, "bob", "--auto-answer");

            // plugged in, and listed
            String headset = sound.plugMicrophone("alice", "headset");
            alice.event("devices", 10, e -> e.toString().contains("\"headset\""));
            alice.tell("call sip:bob@127.0.0.1");
            alice.call("established");
            alice.event("media", 5, _ -> true);

            // changed in mid-call: the call goes on, and is heard
            alice.tell("microphone headset");
            alice.event("devices", 10, e -> e.path("microphone").asText().equals("headset"));
            String earpiece = sound.plugLoudspeaker("earpiece");
            bob.event("devices", 10, e -> e.toString().contains("\"earpiece\""));
            bob.tell("loudspeaker earpiece");
            bob.event("devices", 10, e -> e.path("loudspeaker").asText().equals("earpiece"));
            heard(lab, sound, alice, "earpiece", "changed");

            // muted by the system
            sound.tell("set-source-mute", "headset", "1");
            trouble(alice, "spoken", "muted by the system");
            sound.tell("set-source-mute", "headset", "0");
            // nothing at all is a trouble too
            try (AutoCloseable speaker = sound.speak("alice", Recording.speech(lab, "alice"))) {
                assertThat(speaker).isNotNull();
                trouble(alice, "spoken", "");
            }

            // pulled: the system's microphone takes its place, and the system's loudspeaker
            sound.unplug(headset);
            trouble(alice, "microphone", "until it is back");
            sound.unplug(earpiece);
            trouble(bob, "loudspeaker", "until it is back");
            heard(lab, sound, alice, "bob_spk", "pulled");

            // put back: it is used again
            sound.plugMicrophone("alice", "headset");
            trouble(alice, "microphone", "");
            sound.unplug(builtIn);
            sound.plugLoudspeaker("earpiece");
            trouble(bob, "loudspeaker", "");
            heard(lab, sound, alice, "earpiece", "back");

            alice.tell("hangup");
            alice.call("ended");
            bob.call("ended");
        }
    }

    private static void trouble(EarshotPhone phone, String about, String words) {
        JsonNode event =
                phone.event(
                        "audio-trouble",
                        15,
                        e ->
                                e.path("about").asText().equals(about)
                                        && e.path("text").asText().isEmpty() == words.isEmpty());
        assertThat(event.path("text").asText()).contains(words);
    }

    private static void heard(
            Lab lab, SoundServer sound, EarshotPhone alice, String loudspeaker, String name)
            throws Exception {
        Path said = Recording.speech(lab, "alice");
        Path heard = lab.file("bob-" + name + ".wav");
        try (AutoCloseable recorder = sound.recordFrom(loudspeaker, heard)) {
            assertThat(recorder).isNotNull();
            sound.speak("alice", said);
            for (int second = 0; second < 8; second++) {
                alice.event("media", 5, _ -> true);
            }
        }
        assertThat(Recording.correlation(said, heard)).as(name).isGreaterThan(0.8);
    }

    private static EarshotPhone phone(
            Lab lab, SoundServer sound, EarshotServer server, String name, String... options) {
        String[] all = java.util.Arrays.copyOf(options, options.length + 2);
        all[options.length] = "--audio-out";
        all[options.length + 1] = "device";
        java.util.Map<String, String> environment =
                new java.util.HashMap<>(sound.environment(name));
        if (name.equals("alice")) {
            environment.remove(DEFAULT_SOURCE); // what the server itself says
        }
        return EarshotPhone.start(
                        lab,
                        environment,
                        name,
                        "127.0.0.1",
                        "pw" + name,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        "device",
                        all)
                .registered();
    }
}
