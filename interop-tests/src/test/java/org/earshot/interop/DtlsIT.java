package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Keys that the phones agree upon themselves (RFC 5763), through our server: our phone with our phone, and with baresip, called
/// and calling.
@Tag("realtime")
class DtlsIT {
    private static final double HEARD = 0.8;
    private static final String GCM_256 = "DTLS:AEAD_AES_256_GCM";

    private static Lab house;
    private static EarshotServer server;

    private Lab lab;
    private Path aliceSays;
    private Path bobSays;

    @BeforeAll
    static void startServer() {
        house = Lab.of("dtls-server");
        server = EarshotServer.start(house).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterAll
    static void stopServer() {
        house.close();
    }

    @BeforeEach
    void open() {
        lab = Lab.of("dtls");
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.longSpeech(lab, "bob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void twoOfOurPhonesShowTheSameCodeAndRememberThatItWasCompared() throws Exception {
        EarshotPhone bob = phone("bob", "pwbob", "tls", bobSays, "--auto-answer");
        EarshotPhone alice =
                phone("alice", "pwalice", "tls", aliceSays, "--media-security", "dtls");
        EarshotPhone.allRegistered(bob, alice);

        alice.tell("call sip:bob@127.0.0.1");
        JsonNode established = alice.call("established");
        String call = established.path("call").asText();
        assertThat(encryption(established)).isEqualTo(GCM_256);
        JsonNode atAlice = alice.event("security-code", 10, _ -> true);
        assertThat(encryption(bob.call("established"))).isEqualTo(GCM_256);
        JsonNode atBob = bob.event("security-code", 10, _ -> true);
        assertThat(atAlice.path("code").asText())
                .matches("([a-z]{6} ){6}[a-z]{6}")
                .isEqualTo(atBob.path("code").asText());
        assertThat(atAlice.path("compared").asBoolean()).isFalse();

        alice.tell("compared " + call);
        assertThat(alice.event("security-code", 10, _ -> true).path("compared").asBoolean())
                .isTrue();
        listen(alice, 5);
        alice.tell("hold " + call);
        alice.call("held");
        alice.tell("resume " + call);
        assertThat(encryption(alice.call("established"))).isEqualTo(GCM_256);
        alice.event("media", 10, DtlsIT::isHeard);
        alice.tell("hangup");
        bob.call("ended");

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.event("security-code", 30, _ -> true).path("compared").asBoolean())
                .isTrue();
        alice.tell("hangup");
        bob.call("ended");
    }

    @Test
    void twoOfOurPhonesHearEachOther() throws Exception {
        EarshotPhone bob = phone("bob", "pwbob", "tls", bobSays, "--auto-answer");
        EarshotPhone alice =
                phone("alice", "pwalice", "tls", aliceSays, "--media-security", "dtls");
        EarshotPhone.allRegistered(bob, alice);

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(encryption(alice.call("established"))).isEqualTo(GCM_256);
        listen(alice, 5);
        alice.tell("hangup");
        alice.call("ended");
        bob.call("ended");
        heard(bobSays, alice.quitAndHeard(), "alice hears bob");
        heard(aliceSays, bob.quitAndHeard(), "bob hears alice");
    }

    /// No key crosses the way to the server, so UDP will do.
    @Test
    void overUdpTheAudioIsEncryptedToo() throws Exception {
        EarshotPhone bob = phone("bob", "pwbob", "udp", bobSays, "--auto-answer");
        EarshotPhone alice =
                phone("alice", "pwalice", "udp", aliceSays, "--media-security", "dtls");
        EarshotPhone.allRegistered(bob, alice);

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(encryption(alice.call("established"))).isEqualTo(GCM_256);
        assertThat(encryption(bob.call("established"))).isEqualTo(GCM_256);
        alice.event("media", 10, DtlsIT::isHeard);
        alice.tell("hangup");
        bob.call("ended");
    }

    @Test
    void ourPhoneCallsBaresip() throws Exception {
        Baresip bob = baresip();
        EarshotPhone alice =
                phone("alice", "pwalice", "tls", aliceSays, "--media-security", "dtls");
        EarshotPhone.allRegistered(alice);

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(encryption(alice.call("established"))).startsWith("DTLS:");
        talkAndHangUp(alice, bob);
    }

    @Test
    void baresipCallsOurPhone() throws Exception {
        Baresip bob = baresip();
        EarshotPhone alice = phone("alice", "pwalice", "tls", aliceSays, "--auto-answer");
        EarshotPhone.allRegistered(alice);

        bob.command("dial", "sip:alice@127.0.0.1;transport=tls");
        assertThat(encryption(alice.call("established"))).startsWith("DTLS:");
        talkAndHangUp(alice, bob);
    }

    /// It rings with an answer (183), and begins the handshake when it is answered: later than a handshake may take.
    @Test
    void whoRingsWithAnAnswerMayBeginTheHandshakeLater() throws Exception {
        Baresip bob =
                Baresip.of(lab, "bob")
                        .at(server, "tls")
                        .encryption("dtls_srtp")
                        .says(bobSays)
                        .ringsWithSound()
                        .start();
        bob.event("REGISTER_OK");
        EarshotPhone alice =
                phone("alice", "pwalice", "tls", aliceSays, "--media-security", "dtls");
        EarshotPhone.allRegistered(alice);

        alice.tell("call sip:bob@127.0.0.1");
        alice.call("ringing");
        TimeUnit.SECONDS.sleep(11);
        bob.command("accept", "");
        assertThat(encryption(alice.call("established"))).startsWith("DTLS:");
        // packets that are not encrypted with these keys don't count
        alice.event("media", 10, media -> media.path("packetsReceived").asLong() > 150);
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");
    }

    /// baresip with DTLS takes an offer of SDES, and answers without a key: that is no call.
    @Test
    void anAnswerWithoutAKeyEndsTheCall() throws Exception {
        Baresip bob = baresip();
        EarshotPhone alice = phone("alice", "pwalice", "tls", aliceSays);
        EarshotPhone.allRegistered(alice);

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.call("ended").path("reason").asText()).isEqualTo("answered without a key");
        bob.event("CALL_CLOSED");
    }

    private static String encryption(JsonNode established) {
        return established.path("encryption").asText();
    }

    private static boolean isHeard(JsonNode media) {
        return media.path("packetsReceived").asLong() > 0;
    }

    private Baresip baresip() throws Exception {
        Baresip bob =
                Baresip.of(lab, "bob")
                        .at(server, "tls")
                        .encryption("dtls_srtp")
                        .says(bobSays)
                        .start();
        bob.event("REGISTER_OK");
        return bob;
    }

    private EarshotPhone phone(
            String name, String password, String transport, Path says, String... options) {
        return EarshotPhone.start(
                lab,
                name,
                password,
                server.address(transport),
                transport,
                transport.equals("tls") ? Optional.of(server.ca()) : Optional.empty(),
                says,
                options);
    }

    private static void listen(EarshotPhone phone, int seconds) {
        for (int second = 0; second < seconds; second++) {
            phone.event("media", 10, _ -> true);
        }
    }

    private void talkAndHangUp(EarshotPhone alice, Baresip bob) throws Exception {
        listen(alice, 5);
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");
        heard(bobSays, alice.quitAndHeard(), "alice hears bob");
        heard(aliceSays, bob.quitAndHeard(), "bob hears alice");
    }

    private static void heard(Path said, Path heard, String what) throws Exception {
        assertThat(Recording.correlation(said, heard)).as(what).isGreaterThan(HEARD);
    }
}
