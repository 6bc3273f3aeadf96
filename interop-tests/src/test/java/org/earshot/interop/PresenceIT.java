package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// baresip watches a person of ours, and is watched.
class PresenceIT {
    /// Before it has an account baresip tries in vain, and then waits.
    private static final int FIRST = 40;

    private Lab lab;
    private EarshotServer server;
    private Path bobSays;

    @BeforeEach
    void open() {
        lab = Lab.of("presence");
        bobSays = Recording.speech(lab, "bob");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Baresip bob(String transport) throws Exception {
        return Baresip.of(lab, "bob")
                .at(server, transport)
                .says(bobSays)
                .watching("sip:alice@127.0.0.1")
                .start();
    }

    private EarshotPhone alice() {
        return EarshotPhone.start(
                        lab,
                        "alice",
                        "pwalice",
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        bobSays)
                .registered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void baresipSeesOurPhoneComeAndGo(String transport) throws Exception {
        Baresip bob = bob(transport);
        bob.event("REGISTER_OK");
        bob.contactsShowing("Offline", FIRST);
        EarshotPhone alice = alice();
        bob.contactsShowing("Online", 5);
        alice.tell("quit");
        assertThat(bob.contactsShowing("Offline", 15)).contains("alice");
    }

    @Test
    void aPhoneThatIsKilledGoesOffline() throws Exception {
        Baresip bob = bob("udp");
        bob.event("REGISTER_OK");
        EarshotPhone alice = alice();
        bob.contactsShowing("Online", FIRST);
        alice.process().handle().destroyForcibly();
        bob.contactsShowing("Offline", 15);
    }

    @Test
    void whatAKilledPhoneSaidIsForgottenWhenItsConnectionIsGone() throws Exception {
        BarePhone bob = BarePhone.udp(lab, "bob", "pwbob", server.address("udp"));
        bob.answering("NOTIFY", "200 OK");
        assertThat(bob.subscribe("alice", "presence")).startsWith("SIP/2.0 200");
        BarePhone desk = BarePhone.udp(lab, "alice", "pwalice", server.address("udp"));
        desk.registered();
        BarePhone mobile =
                BarePhone.tls(lab, "alice", "pwalice", server.address("tls"), server.ca());
        mobile.registered();
        String pidf =
                "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@127.0.0.1\">"
                        + "<tuple id=\"t\"><status><basic>open</basic></status>"
                        + "<note>in a meeting</note></tuple></presence>";
        assertThat(mobile.publish(pidf)).startsWith("SIP/2.0 200");
        bob.request("NOTIFY", "in a meeting");
        mobile.close();
        String after = bob.request("NOTIFY", "<basic>open</basic>"); // by the desk phone
        assertThat(after).doesNotContain("in a meeting");
    }
}
