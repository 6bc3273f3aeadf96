package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// baresip and our phone on our server: called and calling, encrypted and as a plain phone, held, and dialling
/// in a call. baresip 1.0 knows only MD5; it offers AES_CM_128_80 and takes GCM where it is offered. It reads
/// `sip_cafile` but registers with a server of another authority too, so this proves nothing about certificates.
@Tag("realtime")
class BaresipIT {
    private static final double HEARD = 0.8;

    private static Lab house;
    private static EarshotServer server;

    private Lab lab;
    private Path aliceSays;
    private Path bobSays;

    @BeforeAll
    static void startServer() {
        house = Lab.of("baresip-server");
        server = EarshotServer.start(house).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterAll
    static void stopServer() {
        house.close();
    }

    @BeforeEach
    void open() {
        lab = Lab.of("baresip");
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.longSpeech(lab, "bob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void ourPhoneCallsBaresipOverTlsWithSrtp() throws Exception {
        Baresip bob = baresip("tls", "srtp-mand");
        EarshotPhone alice = phone("tls");

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText())
                .isEqualTo("SDES:AEAD_AES_256_GCM");
        talkAndHangUp(alice, bob, 5);
    }

    @Test
    void baresipCallsOurPhoneOverTlsWithSrtp() throws Exception {
        Baresip bob = baresip("tls", "srtp-mand");
        EarshotPhone alice = phone("tls", "--auto-answer");

        bob.command("dial", "sip:alice@127.0.0.1;transport=tls");
        assertThat(alice.call("established").path("encryption").asText())
                .isEqualTo("SDES:AES_CM_128_HMAC_SHA1_80");
        talkAndHangUp(alice, bob, 5);
    }

    @Test
    void ourPhoneCallsAPlainBaresipAndSaysSo() throws Exception {
        Baresip bob = baresip("udp", "");
        EarshotPhone alice = phone("udp");

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText()).isEqualTo("none");
        talkAndHangUp(alice, bob, 5);
    }

    @Test
    void aPlainBaresipCallsOurPhone() throws Exception {
        Baresip bob = baresip("udp", "");
        EarshotPhone alice = phone("udp", "--auto-answer");

        bob.command("dial", "sip:alice@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText()).isEqualTo("none");
        talkAndHangUp(alice, bob, 5);
    }

    @Test
    void ourPhoneCallsBaresipThatSpeaksG722() throws Exception {
        Baresip bob = baresip("tls", "srtp-mand", BaresipSetup.G722);
        EarshotPhone alice = phone("tls");

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.call("established").path("codec").asText()).isEqualTo("G722");
        talkAndHangUp(alice, bob, 5);
    }

    @Test
    void baresipThatSpeaksG722CallsOurPhone() throws Exception {
        Baresip bob = baresip("udp", "", BaresipSetup.G722);
        EarshotPhone alice = phone("udp", "--auto-answer");

        bob.command("dial", "sip:alice@127.0.0.1");
        assertThat(alice.call("established").path("codec").asText()).isEqualTo("G722");
        talkAndHangUp(alice, bob, 5);
    }

    /// Our phone is on TLS and offers keys, the called one is on UDP: no key may cross, so the call is plain, and
    /// only because the user allowed that.
    @Test
    void anEncryptedPhoneCallsAPlainOneWhereItsUserAllowsThat() throws Exception {
        Baresip bob = baresip("udp", "");
        EarshotPhone alice = phone("tls", "--allow-plain");

        alice.tell("call sip:bob@127.0.0.1");
        assertThat(alice.call("established").path("encryption").asText()).isEqualTo("none");
        talkAndHangUp(alice, bob, 5);
    }

    @Test
    void baresipHangsUp() throws Exception {
        Baresip bob = baresip("udp", "");
        EarshotPhone alice = phone("udp");

        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
        bob.event("CALL_ESTABLISHED");
        bob.command("hangup", "");
        assertThat(alice.call("ended").path("missed").asBoolean()).isFalse();
    }

    @Test
    void holdAndDigitsInBothDirections() throws Exception {
        Baresip bob = baresip("tls", "srtp-mand");
        EarshotPhone alice = phone("tls");

        alice.tell("call sip:bob@127.0.0.1");
        String call = alice.call("established").path("call").asText();
        bob.event("CALL_ESTABLISHED");

        alice.tell("dtmf " + call + " 5#");
        assertThat(bob.event("CALL_DTMF_START").path("param").asText()).isEqualTo("5");
        assertThat(bob.event("CALL_DTMF_START").path("param").asText()).isEqualTo("#");
        bob.command("sndcode", "7");
        bob.command("sndcode", "\u0004"); // the key is let go
        assertThat(alice.event("dtmf", 30, _ -> true).path("digit").asText()).isEqualTo("7");

        bob.command("hold", "");
        assertThat(alice.call("established").path("heldByPeer").asBoolean()).isTrue();
        bob.command("resume", "");
        assertThat(alice.call("established").path("heldByPeer").asBoolean()).isFalse();

        alice.tell("hold " + call);
        alice.call("held");
        alice.tell("resume " + call);
        alice.call("established");
        alice.event("media", 10, BaresipIT::isHeard);
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");
    }

    @Test
    void bothHoldAtTheSameTimeAndTakeBack() throws Exception {
        Baresip bob = baresip("tls", "srtp-mand");
        EarshotPhone alice = phone("tls");
        alice.tell("call sip:bob@127.0.0.1");
        String call = alice.call("established").path("call").asText();
        bob.event("CALL_ESTABLISHED");
        alice.event("media", 10, BaresipIT::isHeard);
        alice.tell("hold " + call);
        bob.command("hold", "");
        alice.event("call", 30, held -> is(held, "held", true));
        alice.tell("resume " + call);
        bob.command("resume", "");
        alice.event("call", 30, back -> is(back, "established", false));
        long before = alice.fresh("media").path("packetsReceived").asLong();
        alice.event("media", 20, m -> m.path("packetsReceived").asLong() > before + 50);
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");
    }

    private static boolean is(JsonNode call, String state, boolean heldByPeer) {
        return call.path("state").asText().equals(state)
                && call.path("heldByPeer").asBoolean() == heldByPeer;
    }

    /// The one who waits is taken, and the first one is held; then they change places.
    @Test
    void aSecondCallWaitsIsTakenAndChangedFor() throws Exception {
        server.withUser("carol", "pwcarol");
        Baresip bob = baresip("tls", "srtp-mand");
        EarshotPhone alice = phone("tls");
        try (Lab others = Lab.of("baresip-waiting")) {
            Linphone carol =
                    Linphone.withFiles(others, "carol", "pwcarol", server, "srtp", aliceSays);
            bob.command("dial", "sip:alice@127.0.0.1;transport=tls");
            alice.tell(
                    "answer " + alice.event("incoming-call", 30, _ -> true).path("call").asText());
            String first = alice.call("established").path("call").asText();
            carol.tell("call sip:alice@127.0.0.1");
            String second = alice.event("incoming-call", 30, _ -> true).path("call").asText();
            alice.tell("answer " + second);
            alice.event("call", 30, held -> isCall(held, first, "held"));
            alice.event("media", 20, m -> m.path("call").asText().equals(second) && isHeard(m));
            alice.tell("hold " + second);
            alice.event("call", 30, held -> isCall(held, second, "held"));
            alice.tell("resume " + first);
            alice.event("call", 30, back -> isCall(back, first, "established"));
            JsonNode now = alice.event("media", 20, m -> m.path("call").asText().equals(first));
            long heard = now.path("packetsReceived").asLong();
            alice.event(
                    "media",
                    20,
                    m ->
                            m.path("call").asText().equals(first)
                                    && m.path("packetsReceived").asLong() > heard + 20);
            alice.tell("hangup");
            alice.call("ended");
            carol.quit();
        }
    }

    private static boolean isCall(JsonNode event, String call, String state) {
        return event.path("call").asText().equals(call)
                && event.path("state").asText().equals(state);
    }

    private static boolean isHeard(JsonNode media) {
        return media.path("packetsReceived").asLong() > 0;
    }

    /// With `-Dearshot.long=true`: longer than any timer of a transaction.
    @Test
    void aLongCall() throws Exception {
        Lab.onlyIfLong();
        Baresip bob = baresip("tls", "srtp-mand");
        EarshotPhone alice = phone("tls");

        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
        talkAndHangUp(alice, bob, 40);
    }

    private Baresip baresip(String transport, String encryption) throws Exception {
        return baresip(transport, encryption, BaresipSetup.OPUS);
    }

    private Baresip baresip(String transport, String encryption, String codec) throws Exception {
        Baresip bob =
                Baresip.of(lab, "bob")
                        .at(server, transport)
                        .encryption(encryption)
                        .says(bobSays)
                        .codec(codec)
                        .start();
        bob.event("REGISTER_OK");
        return bob;
    }

    private EarshotPhone phone(String transport, String... options) {
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

    private void talkAndHangUp(EarshotPhone alice, Baresip bob, int seconds) throws Exception {
        for (int second = 0; second < seconds; second++) {
            alice.event("media", 10, _ -> true);
        }
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");
        Path aliceHeard = alice.quitAndHeard();
        assertThat(Recording.correlation(bobSays, aliceHeard))
                .as("alice hears bob")
                .isGreaterThan(HEARD);
        assertThat(Recording.correlation(aliceSays, bob.quitAndHeard()))
                .as("bob hears alice")
                .isGreaterThan(HEARD);
    }
}
