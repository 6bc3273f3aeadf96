package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls with linphone through our server, with keys in the signalling (RFC 4568) and by DTLS (RFC 5763), called and calling.
@Tag("realtime")
class LinphoneCallsIT {
    private static final double HEARD = 0.8;

    private static Lab house;
    private static EarshotServer server;

    private Lab lab;
    private Path aliceSays;
    private Path bobSays;

    @BeforeAll
    static void startServer() {
        house = Lab.of("linphone-calls-server");
        server = EarshotServer.start(house).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterAll
    static void stopServer() {
        house.close();
    }

    @BeforeEach
    void open() {
        lab = Lab.of("linphone-calls");
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.longSpeech(lab, "bob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"srtp", "dtls"})
    void ourPhoneCallsLinphone(String encryption) throws Exception {
        Lab.onlyIfLong();
        Linphone bob = bob(encryption);
        EarshotPhone alice = alice(encryption);

        alice.tell("call sip:bob@127.0.0.1");
        established(alice, encryption);
        talkAndHangUp(alice, bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"srtp", "dtls"})
    void linphoneCallsOurPhone(String encryption) throws Exception {
        Lab.onlyIfLong();
        Linphone bob = bob(encryption);
        EarshotPhone alice = alice(encryption, "--auto-answer");

        bob.tell("call sip:alice@127.0.0.1");
        established(alice, encryption);
        talkAndHangUp(alice, bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"srtp", "dtls"})
    void whatWeCalledIsHeldAndResumed(String encryption) throws Exception {
        if (!encryption.equals("dtls")) {
            Lab.onlyIfLong();
        }
        Linphone bob = bob(encryption);
        EarshotPhone alice = alice(encryption);
        alice.tell("call sip:bob@127.0.0.1");
        holdAndResume(alice, encryption);
        talkAndHangUp(alice, bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"srtp", "dtls"})
    void whatCalledUsIsHeldAndResumed(String encryption) throws Exception {
        if (!encryption.equals("dtls")) {
            Lab.onlyIfLong();
        }
        Linphone bob = bob(encryption);
        EarshotPhone alice = alice(encryption, "--auto-answer");
        bob.tell("call sip:alice@127.0.0.1");
        holdAndResume(alice, encryption);
        talkAndHangUp(alice, bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"srtp", "dtls"})
    void linphoneHoldsAndResumes(String encryption) throws Exception {
        Lab.onlyIfLong();
        Linphone bob = bob(encryption);
        EarshotPhone alice = alice(encryption);
        alice.tell("call sip:bob@127.0.0.1");
        established(alice, encryption);
        alice.event("media", 10, LinphoneCallsIT::isHeard);
        bob.tell("pause");
        alice.event("call", 20, LinphoneCallsIT::isHeldByPeer);
        bob.says("LinphoneCallPaused"); // sooner it resumes nothing
        bob.tell("resume");
        alice.event("call", 20, event -> !isHeldByPeer(event));
        talkAndHangUp(alice, bob);
    }

    /// Whose INVITE was refused since the other side's was under way (491) asks again: we do, linphone gives up.
    @Test
    void bothHoldAtTheSameTimeAndOursIsHeldAndTakenBack() throws Exception {
        Linphone bob = bob("srtp");
        EarshotPhone alice = alice("srtp");
        alice.tell("call sip:bob@127.0.0.1");
        String call = established(alice, "srtp");
        alice.event("media", 10, LinphoneCallsIT::isHeard);
        alice.tell("hold " + call);
        bob.tell("pause");
        alice.call("held");
        alice.tell("resume " + call);
        established(alice, "srtp");
        alice.tell("hangup");
        alice.call("ended");
        bob.says(" ended (");
        bob.quit();
    }

    @Test
    void keysGoBothWays() throws Exception {
        Linphone bob = bob("srtp");
        EarshotPhone alice = alice("srtp");
        alice.tell("call sip:bob@127.0.0.1");
        String call = established(alice, "srtp");
        alice.event("media", 10, LinphoneCallsIT::isHeard);
        bob.tell("7");
        assertThat(alice.event("dtmf", 20, _ -> true).path("digit").asText()).isEqualTo("7");
        alice.tell("dtmf " + call + " 5");
        bob.says("Receiving tone 5");
        alice.tell("hangup");
        alice.call("ended");
        bob.quit();
    }

    private static void holdAndResume(EarshotPhone alice, String encryption) {
        String call = established(alice, encryption);
        alice.event("media", 10, LinphoneCallsIT::isHeard);
        alice.tell("hold " + call);
        alice.call("held");
        alice.tell("resume " + call);
        established(alice, encryption);
    }

    private void talkAndHangUp(EarshotPhone alice, Linphone bob) throws Exception {
        for (int second = 0; second < 5; second++) {
            alice.event("media", 10, _ -> true);
        }
        alice.tell("hangup");
        alice.call("ended");
        bob.says(" ended (");
        bob.quit();
        heard(bobSays, alice.quitAndHeard(), "alice hears bob");
        heard(aliceSays, bob.heard(), "bob hears alice");
    }

    /// @return the call's id
    private static String established(EarshotPhone alice, String encryption) {
        JsonNode call = alice.call("established");
        assertThat(call.path("encryption").asText())
                .startsWith(encryption.equals("dtls") ? "DTLS:" : "SDES:");
        return call.path("call").asText();
    }

    private static boolean isHeldByPeer(JsonNode call) {
        return call.path("heldByPeer").asBoolean();
    }

    private static boolean isHeard(JsonNode media) {
        return media.path("packetsReceived").asLong() > 0;
    }

    private Linphone bob(String encryption) throws Exception {
        return Linphone.withFiles(lab, "bob", "pwbob", server, encryption, bobSays);
    }

    private EarshotPhone alice(String encryption, String... options) {
        String[] all = Arrays.copyOf(options, options.length + 2);
        all[options.length] = "--media-security";
        all[options.length + 1] = encryption.equals("dtls") ? "dtls" : "sdes";
        return EarshotPhone.start(
                        lab,
                        "alice",
                        "pwalice",
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        aliceSays,
                        all)
                .registered();
    }

    private static void heard(Path said, Path heard, String what) throws Exception {
        assertThat(Recording.correlation(said, heard)).as(what).isGreaterThan(HEARD);
    }
}
