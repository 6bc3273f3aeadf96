package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same over IPv6 alone: domain, addresses, certificate, message and call.
@Tag("realtime")
class Ipv6IT {

    @ParameterizedTest
    @ValueSource(strings = {"tls", "udp"})
    void twoPhonesTalk(String transport) {
        Assumptions.assumeTrue(hasIpv6(), "SKIPPED: this machine has no ::1");
        try (Lab lab = Lab.of("ipv6-" + transport)) {
            EarshotServer server =
                    EarshotServer.start(
                                    lab,
                                    "domain=[::1]",
                                    "listen.udp=[::1]:0",
                                    "listen.tcp=[::1]:0",
                                    "listen.tls=[::1]:0")
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob");
            EarshotPhone alice = phone(lab, server, "alice", transport);
            EarshotPhone bob = phone(lab, server, "bob", transport, "--auto-answer");

            alice.tell("message sip:bob@[::1] over six");
            bob.event("message", 30, e -> e.path("text").asText().equals("over six"));
            alice.tell("call sip:bob@[::1]");
            String encryption = alice.call("established").path("encryption").asText();
            assertThat(encryption).startsWith(transport.equals("tls") ? "SDES:" : "none");
            bob.event("media", 20, e -> e.path("packetsReceived").asLong() > 50);
            alice.tell("hangup");
            bob.call("ended");
        }
    }

    static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static EarshotPhone phone(
            Lab lab, EarshotServer server, String name, String transport, String... options) {
        Optional<Path> ca =
                transport.equals("tls") ? Optional.of(server.ca()) : Optional.<Path>empty();
        return EarshotPhone.start(
                        lab,
                        Map.of(),
                        name,
                        "[::1]",
                        "pw" + name,
                        server.address(transport),
                        transport,
                        ca,
                        "tone",
                        options)
                .registered();
    }
}
