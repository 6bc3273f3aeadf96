package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls without a server: of another maker's phone, and what a server that forbids them comes to.
@Tag("realtime")
class DirectIT {
    private static final double HEARD = 0.8;

    private Lab lab;
    private Path aliceSays;
    private Path bobSays;

    @BeforeEach
    void open() {
        lab = Lab.of("direct");
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.longSpeech(lab, "bob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void baresipIsTakenWithDtls() throws Exception {
        EarshotPhone alice =
                EarshotPhone.withoutServer(lab, "alice", aliceSays, "--direct", "127.0.0.1:0");
        int port = direct(alice, true).path("port").asInt();
        Baresip bob = Baresip.of(lab, "bob").encryption("dtls_srtp").says(bobSays).start();

        bob.command("dial", "sip:alice@127.0.0.1:" + port);
        JsonNode rings = alice.event("incoming-call", 30, _ -> true);
        assertThat(rings.path("direct").asBoolean()).isTrue();
        assertThat(rings.path("verified").asBoolean(true)).isFalse();
        assertThat(rings.path("from").asText()).startsWith("sip:bob@127.0.0.1:");
        alice.tell("answer " + rings.path("call").asText());
        assertThat(alice.call("established").path("encryption").asText()).startsWith("DTLS:");
        assertThat(alice.event("security-code", 10, _ -> true).path("compared").asBoolean(true))
                .isFalse();
        for (int second = 0; second < 5; second++) {
            alice.event("media", 10, _ -> true);
        }
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");
        assertThat(Recording.correlation(bobSays, alice.quitAndHeard()))
                .as("alice hears bob")
                .isGreaterThan(HEARD);
        assertThat(Recording.correlation(aliceSays, bob.quitAndHeard()))
                .as("bob hears alice")
                .isGreaterThan(HEARD);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"srtp-mand", ""})
    void baresipIsRefusedWithout(String encryption) throws Exception {
        EarshotPhone alice =
                EarshotPhone.withoutServer(lab, "alice", aliceSays, "--direct", "127.0.0.1:0");
        int port = direct(alice, true).path("port").asInt();
        Baresip bob = Baresip.of(lab, "bob").encryption(encryption).says(bobSays).start();

        bob.command("dial", "sip:alice@127.0.0.1:" + port);
        assertThat(bob.event("CALL_CLOSED").path("param").asText()).startsWith("488");
    }

    @Test
    void aServerThatForbidsThemIsObeyedAlsoWhileItIsAway() throws Exception {
        EarshotServer server = EarshotServer.start(lab).withUser("alice", "pwalice");
        Path data = lab.privateFolder("alice-data");
        int port = Lab.freePortPair();
        EarshotPhone alice = phone(server, data, port).registered();
        refuses(alice, port);
        alice.quitAndHeard();

        server.kill();
        EarshotPhone later = phone(server, data, port);
        refuses(later, port);
        later.quitAndHeard();

        EarshotPhone without =
                EarshotPhone.withoutServer(
                        lab,
                        "alice",
                        aliceSays,
                        "--direct",
                        "127.0.0.1:" + port,
                        "--data",
                        data.toString());
        refuses(without, port);
    }

    @Test
    void aServerMayAllowThem() {
        EarshotServer server =
                EarshotServer.start(lab, "unrecorded.directCalls=allow")
                        .withUser("alice", "pwalice");
        EarshotPhone alice =
                phone(server, lab.privateFolder("alice-data"), Lab.freePortPair()).registered();
        direct(alice, true);
        assertThat(server.admin("status"))
                .contains("unrecorded.directCalls: the archive is not complete");
    }

    private EarshotPhone phone(EarshotServer server, Path data, int port) {
        return EarshotPhone.start(
                lab,
                "alice",
                "pwalice",
                server.address("tls"),
                "tls",
                Optional.of(server.ca()),
                aliceSays,
                "--direct",
                "127.0.0.1:" + port,
                "--data",
                data.toString());
    }

    private static JsonNode direct(EarshotPhone phone, boolean open) {
        return phone.event("direct", 30, e -> e.path("open").asBoolean() == open);
    }

    private static void refuses(EarshotPhone phone, int port) {
        String reason =
                phone.event("direct", 30, e -> e.path("reason").asText().contains("does not allow"))
                        .path("reason")
                        .asText();
        phone.tell("call sip:bob@127.0.0.5:5070");
        assertThat(phone.call("ended").path("reason").asText()).isEqualTo(reason);
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port))
                .isInstanceOf(IOException.class);
    }
}
