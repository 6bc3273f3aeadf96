package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The lamp of a phone that asks whether messages wait (RFC 3842), seen on the wire.
class MailboxIT {
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() {
        lab = Lab.of("mailbox");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void theLampGoesOnWhenAMessageWaitsAndOffWhenAPhoneTookIt() throws Exception {
        BarePhone lamp = BarePhone.udp(lab, "bob", "pwbob", server.address("udp"));
        lamp.answering("NOTIFY", "200 OK");
        assertThat(lamp.subscribe("bob", "message-summary")).startsWith("SIP/2.0 200");
        assertThat(lamp.request("NOTIFY", "Messages-Waiting")).contains("Messages-Waiting: no");

        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", server.address("udp"));
        assertThat(alice.message("bob", "are you there?")).startsWith("SIP/2.0 202");
        assertThat(lamp.request("NOTIFY", "Messages-Waiting: yes"))
                .contains("Event: message-summary")
                .contains("Message-Account: sip:bob@127.0.0.1")
                .contains("Voice-Message: 1/0");

        BarePhone mobile = BarePhone.tls(lab, "bob", "pwbob", server.address("tls"), server.ca());
        mobile.answering("MESSAGE", "200 OK");
        mobile.registered();
        mobile.request("MESSAGE", "are you there?");
        assertThat(lamp.request("NOTIFY", "Messages-Waiting: no")).contains("Voice-Message: 0/0");
    }

    @Test
    void whatNobodyServesIsABadEvent() throws Exception {
        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", server.address("udp"));
        assertThat(alice.subscribe("bob", "weather"))
                .startsWith("SIP/2.0 489")
                .contains("Allow-Events:");
    }

    @Test
    void nobodySeesWhatWaitsForSomebodyElse() throws Exception {
        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", server.address("udp"));
        assertThat(alice.subscribe("bob", "message-summary")).startsWith("SIP/2.0 403");
    }
}
