package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One account on two phones of ours: both ring, one answers, and the other one stops ringing without a missed
/// call (RFC 3326).
@Tag("realtime")
class TwoDevicesIT {

    @Test
    void theOtherPhoneStopsRingingAndHasMissedNothing() throws Exception {
        try (Lab lab = Lab.of("two-devices");
                Lab desk = Lab.of("two-devices-desk")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, server, "alice");
            EarshotPhone bob = phone(lab, server, "bob");
            EarshotPhone bobsDesk = phone(desk, server, "bob");

            alice.tell("call sip:bob@127.0.0.1");
            String here = ringing(bob);
            ringing(bobsDesk);
            bob.tell("answer " + here);
            assertThat(alice.call("established").path("encryption").asText())
                    .isEqualTo("SDES:AEAD_AES_256_GCM");
            JsonNode elsewhere = bobsDesk.call("ended");
            assertThat(elsewhere.path("reason").asText()).isEqualTo("answered elsewhere");
            assertThat(elsewhere.path("missed").asBoolean(true)).isFalse();

            bob.event("media", 10, media -> media.path("packetsReceived").asLong() > 0);
            alice.tell("hangup");
            alice.call("ended");
            bob.call("ended");

            alice.tell("call sip:bob@127.0.0.1");
            ringing(bob);
            ringing(bobsDesk);
            alice.tell("hangup");
            assertThat(bob.call("ended").path("missed").asBoolean()).isTrue();
            assertThat(bobsDesk.call("ended").path("missed").asBoolean()).isTrue();
        }
    }

    private static String ringing(EarshotPhone phone) {
        return phone.event("incoming-call", 30, _ -> true).path("call").asText();
    }

    private static EarshotPhone phone(Lab lab, EarshotServer server, String name) {
        Path said = Recording.speech(lab, name);
        return EarshotPhone.start(
                        lab,
                        name,
                        "pw" + name,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        said)
                .registered();
    }
}
