package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calls that are handed on through our server over TLS: among our phones, and with baresip as the one who hands on, who is
/// handed on, and to whom.
@Tag("realtime")
class TransferIT {
    private static Lab house;
    private static EarshotServer server;

    private Lab lab;
    private Path said;

    @BeforeAll
    static void startServer() {
        house = Lab.of("transfer-server");
        server =
                EarshotServer.start(house)
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob")
                        .withUser("carol", "pwcarol");
    }

    @AfterAll
    static void stopServer() {
        house.close();
    }

    @BeforeEach
    void open() {
        lab = Lab.of("transfer");
        said = Recording.longSpeech(lab, "alice");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EarshotPhone phone(String name, String... options) {
        return EarshotPhone.start(
                lab,
                name,
                "pw" + name,
                server.address("tls"),
                "tls",
                Optional.of(server.ca()),
                said,
                options);
    }

    private Baresip baresip(String name) throws Exception {
        Baresip phone =
                Baresip.of(lab, name).at(server, "tls").encryption("srtp-mand").says(said).start();
        phone.event("REGISTER_OK");
        return phone;
    }

    private static String callTo(EarshotPhone phone, String name) {
        phone.tell("call sip:" + name + "@127.0.0.1");
        return phone.call("established").path("call").asText();
    }

    private static void awaitTransfer(EarshotPhone phone, String state) {
        phone.event("transfer", 30, event -> event.path("state").asText().equals(state));
    }

    private static void hears(EarshotPhone phone, String call) {
        phone.event(
                "media",
                30,
                event ->
                        event.path("call").asText().equals(call)
                                && event.path("packetsReceived").asLong() > 50);
    }

    @Test
    void ourPhonesBlind() {
        EarshotPhone alice = phone("alice");
        EarshotPhone bob = phone("bob", "--auto-answer");
        EarshotPhone carol = phone("carol", "--auto-answer");
        EarshotPhone.allRegistered(alice, bob, carol);
        String call = callTo(alice, "bob");
        String old = bob.call("established").path("call").asText();
        alice.tell("transfer " + call + " sip:carol@127.0.0.1");
        String fresh = bob.event("referred", 30, _ -> true).path("call").asText();
        awaitTransfer(alice, "done");
        assertThat(alice.call("ended").path("reason").asText())
                .isEqualTo("transferred to sip:carol@127.0.0.1");
        assertThat(bob.call("ended").path("call").asText()).isEqualTo(old);
        hears(bob, fresh);
        hears(carol, carol.call("established").path("call").asText());
    }

    @Test
    void ourPhonesAttended() {
        EarshotPhone alice = phone("alice");
        EarshotPhone bob = phone("bob", "--auto-answer");
        EarshotPhone carol = phone("carol", "--auto-answer");
        EarshotPhone.allRegistered(alice, bob, carol);
        String toBob = callTo(alice, "bob");
        alice.tell("hold " + toBob);
        alice.call("held");
        String toCarol = callTo(alice, "carol");
        alice.tell("transfer " + toBob + " " + toCarol);
        String fresh = bob.event("referred", 30, _ -> true).path("call").asText();
        assertThat(carol.event("replaced", 30, _ -> true).path("from").asText())
                .isEqualTo("sip:bob@127.0.0.1");
        awaitTransfer(alice, "done");
        hears(bob, fresh);
    }

    @Test
    void baresipIsHandedOn() throws Exception {
        EarshotPhone alice = phone("alice");
        Baresip bob = baresip("bob");
        EarshotPhone carol = phone("carol", "--auto-answer");
        EarshotPhone.allRegistered(alice, carol);
        String call = callTo(alice, "bob");
        bob.event("CALL_ESTABLISHED");
        alice.tell("transfer " + call + " sip:carol@127.0.0.1");
        awaitTransfer(alice, "done");
        alice.call("ended");
        hears(carol, carol.call("established").path("call").asText());
    }

    @Test
    void baresipHandsOn() throws Exception {
        Baresip alice = baresip("alice");
        EarshotPhone bob = phone("bob");
        EarshotPhone carol = phone("carol", "--auto-answer");
        EarshotPhone.allRegistered(bob, carol);
        String call = callTo(bob, "alice");
        alice.event("CALL_ESTABLISHED");
        alice.command("transfer", "sip:carol@127.0.0.1;transport=tls");
        String fresh = bob.event("referred", 30, _ -> true).path("call").asText();
        assertThat(bob.call("ended").path("call").asText()).isEqualTo(call);
        hears(bob, fresh);
        hears(carol, carol.call("established").path("call").asText());
    }

    private Linphone linphone(String name) throws Exception {
        return Linphone.withFiles(lab, name, "pw" + name, server, "srtp", said);
    }

    @Test
    void linphoneIsHandedOn() throws Exception {
        EarshotPhone alice = phone("alice");
        Linphone bob = linphone("bob");
        EarshotPhone carol = phone("carol", "--auto-answer");
        EarshotPhone.allRegistered(alice, carol);
        String call = callTo(alice, "bob");
        alice.tell("transfer " + call + " sip:carol@127.0.0.1");
        awaitTransfer(alice, "done");
        alice.call("ended");
        hears(carol, carol.call("established").path("call").asText());
        bob.quit();
    }

    @Test
    void linphoneHandsOn() throws Exception {
        Linphone alice = linphone("alice");
        EarshotPhone bob = phone("bob");
        EarshotPhone carol = phone("carol", "--auto-answer");
        EarshotPhone.allRegistered(bob, carol);
        String call = callTo(bob, "alice");
        hears(bob, call);
        alice.tell("transfer sip:carol@127.0.0.1");
        String fresh = bob.event("referred", 30, _ -> true).path("call").asText();
        assertThat(bob.call("ended").path("call").asText()).isEqualTo(call);
        hears(bob, fresh);
        hears(carol, carol.call("established").path("call").asText());
        alice.quit();
    }

    @Test
    void toLinphone() throws Exception {
        EarshotPhone alice = phone("alice");
        EarshotPhone bob = phone("bob", "--auto-answer");
        EarshotPhone.allRegistered(alice, bob);
        Linphone carol = linphone("carol");
        String call = callTo(alice, "bob");
        alice.tell("transfer " + call + " sip:carol@127.0.0.1");
        String fresh = bob.event("referred", 30, _ -> true).path("call").asText();
        awaitTransfer(alice, "done");
        hears(bob, fresh);
        carol.quit();
    }

    /// linphone, with whom we talk, comes into our place in a call with another phone.
    @Test
    void linphoneIsHandedOnAttended() throws Exception {
        EarshotPhone alice = phone("alice");
        Linphone bob = linphone("bob");
        EarshotPhone carol = phone("carol", "--auto-answer");
        EarshotPhone.allRegistered(alice, carol);
        String toBob = callTo(alice, "bob");
        String toCarol = callTo(alice, "carol");
        alice.tell("transfer " + toBob + " " + toCarol);
        assertThat(carol.event("replaced", 30, _ -> true).path("from").asText())
                .isEqualTo("sip:bob@127.0.0.1");
        awaitTransfer(alice, "done");
        bob.quit();
    }

    @Test
    void toBaresip() throws Exception {
        EarshotPhone alice = phone("alice");
        EarshotPhone bob = phone("bob", "--auto-answer");
        EarshotPhone.allRegistered(alice, bob);
        Baresip carol = baresip("carol");
        String call = callTo(alice, "bob");
        alice.tell("transfer " + call + " sip:carol@127.0.0.1");
        String fresh = bob.event("referred", 30, _ -> true).path("call").asText();
        carol.event("CALL_ESTABLISHED");
        awaitTransfer(alice, "done");
        hears(bob, fresh);
    }
}
