package org.earshot.interop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A phone that is told its address and its password, and no server: the domain's name server says where that is (RFC 3263 §4.2).
class FoundServerIT {
    private static final String DOMAIN = "phones.example";

    @Test
    void theServersOfTheDomainAreTriedUntilOneIsThere() throws Exception {
        try (Lab lab = Lab.of("found-server")) {
            EarshotServer server =
                    EarshotServer.start(lab, "domain=" + DOMAIN)
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob");
            String tls = server.address("tls");
            int port = Integer.parseInt(tls.substring(tls.lastIndexOf(':') + 1));
            try (TestNames names =
                    TestNames.start(
                            Map.of(
                                    "_sips._tcp." + DOMAIN,
                                    List.of(
                                            new TestNames.Service(20, 0, port, "localhost"),
                                            new TestNames.Service(
                                                    10, 0, Lab.freePortPair(), "localhost"))))) {
                EarshotPhone alice = phone(lab, names, server, "alice");
                EarshotPhone bob = phone(lab, names, server, "bob");
                alice.tell("message sip:bob@" + DOMAIN + " found you");
                bob.event("message", 30, e -> e.path("text").asText().equals("found you"));
            }
        }
    }

    private static EarshotPhone phone(Lab lab, TestNames names, EarshotServer server, String name) {
        return EarshotPhone.start(
                        lab,
                        names.environment(),
                        name,
                        DOMAIN,
                        "pw" + name,
                        "",
                        "tls",
                        Optional.of(server.ca()),
                        "silence",
                        "--audio-out",
                        "null")
                .registered();
    }
}
