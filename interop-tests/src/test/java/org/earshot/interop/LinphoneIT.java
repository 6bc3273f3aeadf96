package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages and presence between our phone and linphone-cli.
class LinphoneIT {
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() {
        lab = Lab.of("linphone");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void textGoesBothWaysAndLinphoneSaysThatItArrived(String transport) throws Exception {
        EarshotPhone alice = alice();
        alice.tell("message sip:bob@127.0.0.1 while you were away: Grüße");
        status(alice, "sent");

        Linphone bob = linphone(transport);
        assertThat(bob.says("while you were away")).contains("Grüße");
        status(alice, "delivered");

        bob.tell("chat sip:alice@127.0.0.1 hello from Linphone");
        JsonNode message = alice.event("message", 20, _ -> true);
        assertThat(message.path("text").asText()).isEqualTo("hello from Linphone");
        assertThat(message.path("from").asText()).isEqualTo("sip:bob@127.0.0.1");

        alice.tell("message sip:bob@127.0.0.1 and at once");
        bob.says("and at once");
        status(alice, "delivered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void ourPhoneSeesThatLinphoneIsThere(String transport) throws Exception {
        EarshotPhone alice = alice();
        alice.tell("subscribe sip:bob@127.0.0.1");
        alice.event("presence", 20, event -> event.path("status").asText().equals("offline"));
        linphone(transport);
        alice.event("presence", 20, event -> event.path("status").asText().equals("available"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void linphoneSeesThatOurPhoneComesAndGoes(String transport) throws Exception {
        Linphone bob =
                Linphone.start(
                        lab,
                        "bob",
                        "pwbob",
                        server.address(transport),
                        transport,
                        Optional.of(server.ca()).filter(_ -> transport.equals("tls")),
                        "sip:alice@127.0.0.1");
        EarshotPhone alice = alice();
        bob.says("<sip:alice@127.0.0.1> is Online");
        alice.tell("quit");
        bob.says("<sip:alice@127.0.0.1> is Offline");
    }

    private EarshotPhone alice() throws Exception {
        return EarshotPhone.start(
                        lab,
                        "alice",
                        "pwalice",
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        Recording.speech(lab, "alice"))
                .registered();
    }

    private Linphone linphone(String transport) throws Exception {
        return Linphone.start(
                lab,
                "bob",
                "pwbob",
                server.address(transport),
                transport,
                Optional.of(server.ca()).filter(_ -> transport.equals("tls")));
    }

    private static void status(EarshotPhone phone, String status) {
        phone.event("message-status", 20, e -> e.path("status").asText().equals(status));
    }
}
