package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A call on devices of a real sound server: what is spoken into one phone's microphone comes out of the other's
/// loudspeaker.
@Tag("realtime")
class SoundLinesIT {

    @Test
    void fromMicrophoneToLoudspeaker() throws Exception {
        try (Lab lab = Lab.of("sound")) {
            SoundServer sound = SoundServer.start(lab, "alice", "bob");
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, sound, server, "alice");
            EarshotPhone bob = phone(lab, sound, server, "bob", "--auto-answer");

            alice.tell("call sip:bob@127.0.0.1");
            alice.call("established");
            alice.event("media", 5, _ -> true);
            Path said = Recording.speech(lab, "alice");
            Path heard = lab.file("bob-loudspeaker.wav");
            try (AutoCloseable recorder = sound.record("bob", heard)) {
                assertThat(recorder).isNotNull();
                sound.speak("alice", said);
                for (int second = 0; second < 8; second++) {
                    alice.event("media", 5, _ -> true);
                }
            }
            alice.tell("hangup");
            alice.call("ended");
            bob.call("ended");
            assertThat(Recording.correlation(said, heard)).isGreaterThan(0.8);
        }
    }

    private static EarshotPhone phone(
            Lab lab, SoundServer sound, EarshotServer server, String name, String... options) {
        String[] all = java.util.Arrays.copyOf(options, options.length + 2);
        all[options.length] = "--audio-out";
        all[options.length + 1] = "device";
        return EarshotPhone.overTls(lab, sound.environment(name), server, name, "device", all);
    }
}
