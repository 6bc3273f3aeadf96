package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// baresip as a trunk by TLS that is known by its certificate alone: sound in both directions, out and in, and the record of it. The authority that
/// signed for the server and the trunk is one of the test's own.
@Tag("realtime")
class TrunkSoundIT {
    private static final double HEARD = 0.8;

    private Lab lab;
    private Path folder;
    private Path aliceSays;
    private Path gatewaySays;
    private EarshotServer server;
    private Baresip gateway;

    @BeforeEach
    void open() throws Exception {
        lab = Lab.of("trunk-sound");
        folder = lab.privateFolder("certificates");
        aliceSays = Recording.speech(lab, "alice");
        gatewaySays = Recording.longSpeech(lab, "bob");
        Openssl.run(
                folder,
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=house-ca"
                        + " -keyout ca-key.pem -out ca.pem");
        signed("server", "subjectAltName=IP:127.0.0.1,DNS:localhost");
        signed("trunk", "subjectAltName=DNS:trunk.example");
        Path chain = joined("chain.pem", "server.pem", "ca.pem");
        Path both = joined("gateway.pem", "trunk.pem", "trunk-key.pem");
        int port = Lab.freePortPair() + 1;
        Path file =
                lab.write(
                        "earshot.yaml",
                        """
                        tls:
                          certificate: %s
                          privateKey: %s
                        trunks:
                          - name: house
                            host: 127.0.0.1
                            port: %d
                            transport: tls
                            domain: trunk.example
                            certificate: true
                            number: "+49301234"
                            keepAlive: 0s
                        dialplan:
                          rules:
                            - name: everywhere
                              pattern: "+44*"
                              who: [alice]
                              trunks: [house]
                          numbers:
                            - number: "+4930123417"
                              to: [alice]
                        """
                                .formatted(chain, folder.resolve("server-key.pem"), port));
        server = EarshotServer.startFrom(lab, file).withUser("alice", "pwalice");
        gateway =
                Baresip.of(lab, "+442012345")
                        .domain("trunk.example")
                        .trusts(folder.resolve("ca.pem"))
                        .says(gatewaySays)
                        .startAsGateway(both, port);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Path joined(String name, String... parts) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String part : parts) {
            all.append(Files.readString(folder.resolve(part)));
        }
        Path file = Files.writeString(folder.resolve(name), all);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private void signed(String name, String names) throws Exception {
        Files.writeString(folder.resolve(name + ".ext"), names + "\n");
        Openssl.run(
                folder,
                "req -newkey rsa:2048 -nodes -subj /CN=%1$s -keyout %1$s-key.pem -out %1$s.csr"
                        .formatted(name));
        Openssl.run(
                folder,
                "x509 -req -in %1$s.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -extfile %1$s.ext -out %1$s.pem"
                        .formatted(name));
        Files.setPosixFilePermissions(
                folder.resolve(name + "-key.pem"), PosixFilePermissions.fromString("rw-------"));
    }

    private EarshotPhone phone(String... options) {
        return EarshotPhone.start(
                        lab,
                        "alice",
                        "pwalice",
                        server.address("tls"),
                        "tls",
                        java.util.Optional.of(folder.resolve("ca.pem")),
                        aliceSays,
                        options)
                .registered();
    }

    @Test
    void soundGoesBothWaysOutAndIn() throws Exception {
        EarshotPhone alice = phone("--auto-answer");
        alice.tell("call sip:00442012345@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText())
                .as("keys go by TLS")
                .startsWith("SDES:");
        gateway.event("CALL_ESTABLISHED");
        assertThat(server.admin("trunk", "list"))
                .contains("tls:127.0.0.1", "calls 1 of 30", "1 out, 0 in, 0 failed");
        for (int second = 0; second < 5; second++) {
            alice.event("media", 10, _ -> true);
        }
        alice.tell("hangup");
        alice.call("ended");
        gateway.event("CALL_CLOSED");

        // and in, by a connection of its own
        gateway.command("dial", "sip:+4930123417@" + server.address("tls") + ";transport=tls");
        alice.call("established");
        gateway.event("CALL_ESTABLISHED");
        alice.event("media", 10, m -> m.path("packetsReceived").asLong() > 0);
        gateway.command("hangup", "");
        alice.call("ended");
        assertThat(server.admin("trunk", "list"))
                .contains("calls 0 of 30", "1 out, 1 in, 0 failed");
        assertThat(server.admin("archive", "search", "--kind", "call-ended"))
                .contains("sip:alice@127.0.0.1 to sip:00442012345@127.0.0.1")
                .contains("sip:+442012345@trunk.example to sip:+4930123417@127.0.0.1");

        Path aliceHeard = alice.quitAndHeard();
        assertThat(Recording.correlation(gatewaySays, aliceHeard))
                .as("alice hears the one outside")
                .isGreaterThan(HEARD);
        assertThat(Recording.correlation(aliceSays, gateway.quitAndHeard()))
                .as("and is heard there")
                .isGreaterThan(HEARD);
    }
}
