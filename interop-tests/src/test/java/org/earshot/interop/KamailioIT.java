package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Our phone on somebody else's server.
@Tag("realtime")
class KamailioIT {

    @Test
    void ourPhoneCallsBaresipThroughKamailio() throws Exception {
        try (Lab lab = Lab.of("kamailio")) {
            Path aliceSays = Recording.speech(lab, "alice");
            Path bobSays = Recording.longSpeech(lab, "bob");
            Kamailio server = Kamailio.start(lab);
            Baresip bob =
                    Baresip.of(lab, "bob")
                            .domain("test.example")
                            .at(server.address(), "udp")
                            .says(bobSays)
                            .start();
            bob.event("REGISTER_OK");
            EarshotPhone alice =
                    EarshotPhone.start(
                                    lab,
                                    Map.of(),
                                    "alice",
                                    "test.example",
                                    "pwalice",
                                    server.address(),
                                    "udp",
                                    Optional.empty(),
                                    aliceSays.toString())
                            .registered();

            alice.tell("call sip:bob@test.example");
            alice.call("established");
            for (int second = 0; second < 5; second++) {
                alice.event("media", 5, _ -> true);
            }
            alice.tell("hangup");
            alice.call("ended");
            bob.event("CALL_CLOSED");
            Path aliceHeard = alice.quitAndHeard();
            assertThat(Recording.correlation(bobSays, aliceHeard))
                    .as("alice hears bob")
                    .isGreaterThan(0.8);
            assertThat(Recording.correlation(aliceSays, bob.quitAndHeard()))
                    .as("bob hears alice")
                    .isGreaterThan(0.8);
        }
    }
}
