package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts between our phone and baresip, which takes and sends nothing but `text/plain`.
class BaresipMessagesIT {
    private static final String ALICE = "sip:alice@127.0.0.1";
    private static final String STAFF = "sip:staff@127.0.0.1";
    private static final String FOREIGN = "Grüße, Łódź, 東京 und 🎧";

    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() {
        lab = Lab.of("baresip-messages");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void textGoesBothWays(String transport) throws Exception {
        EarshotPhone alice = alice();
        Baresip bob = bob(transport, ALICE);

        alice.tell("message sip:bob@127.0.0.1 " + FOREIGN + " 1");
        assertThat(bob.textsOf(ALICE, 1)).containsExactly(FOREIGN + " 1");
        status(alice, "sent");
        bob.writeToNext(FOREIGN + " 2");
        JsonNode message = alice.event("message", 20, _ -> true);
        assertThat(message.path("text").asText()).isEqualTo(FOREIGN + " 2");
        assertThat(message.path("from").asText()).isEqualTo("sip:bob@127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void whatWasWrittenWhileItWasOffComesAtItsNextRegistrationInOrder(String transport)
            throws Exception {
        EarshotPhone alice = alice();
        Baresip before = bob(transport, ALICE);
        alice.tell("message sip:bob@127.0.0.1 while you are there");
        before.textsOf(ALICE, 1);
        status(alice, "sent");
        before.quit();
        for (int i = 1; i <= 5; i++) {
            alice.tell("message sip:bob@127.0.0.1 while you are away " + i);
            assertThat(status(alice, "sent").path("kept").asBoolean()).isTrue();
        }
        Baresip after = bob(transport, ALICE);
        after.textsOf(ALICE, 6);
        alice.tell("message sip:bob@127.0.0.1 and after that");
        assertThat(after.textsOf(ALICE, 7))
                .containsExactly(
                        "while you are there",
                        "while you are away 1",
                        "while you are away 2",
                        "while you are away 3",
                        "while you are away 4",
                        "while you are away 5",
                        "and after that");
    }

    @Test
    void inAGroupItShowsWhoWrites() throws Exception {
        server.withUser("carol", "pwcarol");
        server.admin("group", "add", "staff", "--display-name", "Staff", "--owner", "alice");
        server.admin("group", "member", "add", "staff", "bob");
        server.admin("group", "member", "add", "staff", "carol");
        EarshotPhone alice = alice();
        BarePhone carol =
                BarePhone.udp(lab, "carol", "pwcarol", server.address("udp")).registered();
        carol.answering("MESSAGE", "200 OK");
        Baresip bob = bob("udp", STAFF);
        // each is greeted
        assertThat(bob.textsOf(STAFF, 1).getFirst()).contains("Staff");

        alice.tell("message " + STAFF + " " + FOREIGN + " 1");
        assertThat(bob.textsOf(STAFF, 2).getLast()).isEqualTo("[" + ALICE + "] " + FOREIGN + " 1");
        bob.writeToNext(FOREIGN + " 2");
        JsonNode message =
                alice.event("message", 20, event -> event.path("text").asText().endsWith(" 2"));
        assertThat(message.path("text").asText()).isEqualTo(FOREIGN + " 2");
        assertThat(message.path("author").asText()).isEqualTo("sip:bob@127.0.0.1");
        assertThat(message.path("group").asText()).isEqualTo(STAFF);
        assertThat(BarePhone.body(carol.request("MESSAGE", " 2")))
                .isEqualTo("[sip:bob@127.0.0.1] " + FOREIGN + " 2");
        // what it wrote does not come back
        alice.tell("message " + STAFF + " 3");
        assertThat(bob.textsOf(STAFF, 3).getLast()).isEqualTo("[" + ALICE + "] 3");
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

    private Baresip bob(String transport, String known) throws Exception {
        Baresip bob = Baresip.of(lab, "bob").at(server, transport).knowing(known).start();
        bob.event("REGISTER_OK");
        return bob;
    }

    private static JsonNode status(EarshotPhone phone, String status) {
        return phone.event("message-status", 20, e -> e.path("status").asText().equals(status));
    }
}
