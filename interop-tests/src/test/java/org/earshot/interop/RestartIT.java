package org.earshot.interop;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A phone whose connection went away with the server is back soon after the server is.
class RestartIT {

    @Test
    void aTlsPhoneSurvivesTheServersRestart() {
        try (Lab lab = Lab.of("restart")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, server, "alice");
            EarshotPhone bob = phone(lab, server, "bob");
            server.stop();
            alice.event("registration-failed", 20, e -> e.has("retryMs"));
            bob.event("registration-failed", 20, e -> e.has("retryMs"));

            EarshotServer.start(lab, server.data(), server.samePorts());
            bob.registered();
            alice.registered();
            alice.tell("message sip:bob@127.0.0.1 here again");
            bob.event("message", 30, e -> e.path("text").asText().equals("here again"));
        }
    }

    private static EarshotPhone phone(Lab lab, EarshotServer server, String name) {
        return EarshotPhone.start(
                        lab,
                        name,
                        "pw" + name,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        Recording.speech(lab, name))
                .registered();
    }
}
