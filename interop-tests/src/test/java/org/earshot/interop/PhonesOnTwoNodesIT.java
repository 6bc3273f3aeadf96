package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Our phone at one node, other people's phones at another: what they make of a Record-Route that names both.
@Tag("realtime")
class PhonesOnTwoNodesIT {
    private Lab lab;
    private EarshotServer here;
    private EarshotServer there;
    private Path aliceSays;
    private Path bobSays;

    @BeforeEach
    void start() throws Exception {
        lab = Lab.of("phones-on-two-nodes");
        String[] shared = SharedStore.withBus(lab);
        here =
                EarshotServer.start(lab, lab.privateFolder("one"), shared)
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        there = EarshotServer.start(lab, lab.privateFolder("two"), shared);
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.longSpeech(lab, "bob");
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void linphone() throws Exception {
        Linphone bob = Linphone.withFiles(lab, "bob", "pwbob", there, "srtp", bobSays);
        EarshotPhone alice = alice();
        alice.tell("call sip:bob@127.0.0.1");
        String call = established(alice);
        alice.tell("hold " + call);
        alice.call("held");
        alice.tell("resume " + call);
        established(alice);
        alice.tell("hangup");
        alice.call("ended");
        bob.says(" ended (");

        bob.tell("call sip:alice@127.0.0.1");
        established(alice);
        bob.tell("terminate");
        alice.call("ended");
        bob.quit();
        nobodyIsOnThePhone();
    }

    @Test
    void baresip() throws Exception {
        Baresip bob =
                Baresip.of(lab, "bob")
                        .at(there, "tls")
                        .encryption("srtp-mand")
                        .says(bobSays)
                        .start();
        bob.event("REGISTER_OK");
        EarshotPhone alice = alice();
        alice.tell("call sip:bob@127.0.0.1");
        established(alice);
        bob.event("CALL_ESTABLISHED");
        alice.tell("hangup");
        alice.call("ended");
        bob.event("CALL_CLOSED");

        bob.command("dial", "sip:alice@127.0.0.1;transport=tls");
        established(alice);
        bob.command("hangup", "");
        alice.call("ended");
        nobodyIsOnThePhone();
    }

    @Test
    void ourPhone() throws Exception {
        EarshotPhone bob =
                EarshotPhone.overTls(lab, there, "bob", bobSays.toString(), "--auto-answer");
        EarshotPhone alice = alice();
        alice.tell("call sip:bob@127.0.0.1");
        established(alice);
        bob.call("established");
        bob.tell("hangup");
        alice.call("ended");
        bob.call("ended");
        bob.tell("call sip:alice@127.0.0.1");
        established(alice);
        bob.tell("hangup");
        alice.call("ended");
        nobodyIsOnThePhone();
    }

    private void nobodyIsOnThePhone() {
        for (EarshotServer node : List.of(here, there)) {
            assertThat(node.admin("calls")).contains("nobody is on the phone");
        }
    }

    private EarshotPhone alice() {
        return EarshotPhone.overTls(lab, here, "alice", aliceSays.toString(), "--auto-answer");
    }

    private static String established(EarshotPhone phone) {
        JsonNode call = phone.call("established");
        phone.event("media", 10, media -> media.path("packetsReceived").asLong() > 0);
        return call.path("call").asText();
    }
}
