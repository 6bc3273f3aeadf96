package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// baresip and our phone on our server: called and calling, encrypted and as a plain phone.
class BaresipIT {
    private static final double HEARD = 0.8;

    private Lab lab;
    private Path aliceSays;
    private Path bobSays;

    @BeforeEach
    void open() {
        lab = Lab.of("baresip");
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.speech(lab, "bob");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void ourPhoneCallsBaresipOverTlsWithSrtp() throws Exception {
        EarshotServer server = server();
        Baresip bob = baresip(server, "tls", "srtp-mand");
        EarshotPhone alice = phone(server, "tls");

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText())
                .isEqualTo("SDES:AES_CM_128_HMAC_SHA1_80");
        talkAndHangUp(alice, bob);
    }

    @Test
    void baresipCallsOurPhoneOverTlsWithSrtp() throws Exception {
        EarshotServer server = server();
        Baresip bob = baresip(server, "tls", "srtp-mand");
        EarshotPhone alice = phone(server, "tls", "--auto-answer");

        bob.command("dial", "sip:alice@127.0.0.1;transport=tls");
        assertThat(alice.call("established").path("encryption").asText())
                .isEqualTo("SDES:AES_CM_128_HMAC_SHA1_80");
        talkAndHangUp(alice, bob);
    }

    @Test
    void ourPhoneCallsAPlainBaresipAndSaysSo() throws Exception {
        EarshotServer server = server();
        Baresip bob = baresip(server, "udp", "");
        EarshotPhone alice = phone(server, "udp");

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText()).isEqualTo("none");
        talkAndHangUp(alice, bob);
    }

    @Test
    void aPlainBaresipCallsOurPhone() throws Exception {
        EarshotServer server = server();
        Baresip bob = baresip(server, "udp", "");
        EarshotPhone alice = phone(server, "udp", "--auto-answer");

        bob.command("dial", "sip:alice@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText()).isEqualTo("none");
        talkAndHangUp(alice, bob);
    }

    private EarshotServer server() {
        return EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    private Baresip baresip(EarshotServer server, String transport, String encryption)
            throws Exception {
        Baresip bob =
                Baresip.start(
                        lab,
                        "bob",
                        "127.0.0.1",
                        "pwbob",
                        server.address(transport),
                        transport,
                        encryption,
                        transport.equals("tls") ? Optional.of(server.ca()) : Optional.empty(),
                        bobSays);
        bob.event("REGISTER_OK");
        return bob;
    }

    private EarshotPhone phone(EarshotServer server, String transport, String... options) {
        return EarshotPhone.start(
                        lab,
                        "alice",
                        "pwalice",
                        server.address(transport),
                        transport,
                        transport.equals("tls") ? Optional.of(server.ca()) : Optional.empty(),
                        aliceSays,
                        options)
                .registered();
    }

    private void talkAndHangUp(EarshotPhone alice, Baresip bob) throws Exception {
        for (int second = 0; second < 5; second++) {
            alice.event("media", 5, _ -> true);
        }
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");
        Path aliceHeard = alice.quitAndHeard();
        assertThat(Recording.correlation(bobSays, aliceHeard))
                .as("alice hears bob")
                .isGreaterThan(HEARD);
        assertThat(Recording.correlation(aliceSays, bob.heard()))
                .as("bob hears alice")
                .isGreaterThan(HEARD);
    }
}
