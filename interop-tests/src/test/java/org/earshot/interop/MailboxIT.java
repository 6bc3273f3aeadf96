package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
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

    /// Bodies of RFC 3842 §5.
    @Test
    void ourPhoneTellsWhatWaitsAtAServerOfAnotherMake() throws Exception {
        try (VoiceMailServer other = new VoiceMailServer(200).start()) {
            EarshotPhone phone = at(other);
            assertThat(other.next("SUBSCRIBE"))
                    .startsWith("SUBSCRIBE sip:alice@test.example")
                    .contains("Event: message-summary")
                    .contains("Accept: application/simple-message-summary");
            other.tell(
                    "Messages-Waiting: yes\nMessage-Account: sip:alice@vmail.example.com\n"
                            + "Voice-Message: 2/8 (0/2)\n");
            JsonNode first = phone.event("mailbox", 20, _ -> true);
            assertThat(first)
                    .hasToString(
                            "{\"event\":\"mailbox\",\"known\":true,\"waiting\":true,\"new\":2,\"old\":8,"
                                    + "\"urgentNew\":0,\"urgentOld\":2,\"account\":\"sip:alice@vmail.example.com\"}");
            other.tell("Messages-Waiting: no\n");
            assertThat(phone.event("mailbox", 20, _ -> true).path("waiting").asBoolean(true))
                    .isFalse();
            phone.quitAndHeard();
        }
    }

    @Test
    void whereNothingCanBeAskedForOurPhoneHearsWhatIsToldAnyway() throws Exception {
        try (VoiceMailServer other = new VoiceMailServer(489).start()) {
            EarshotPhone phone = at(other);
            other.next("SUBSCRIBE");
            other.tellUnasked("Messages-Waiting: yes\nVoice-Message: 1/0\n");
            assertThat(phone.event("mailbox", 20, _ -> true).path("new").asInt()).isEqualTo(1);
            assertThat(other.next("SIP/2.0 200")).contains("NOTIFY");
            phone.quitAndHeard();
        }
    }

    private EarshotPhone at(VoiceMailServer other) {
        return EarshotPhone.start(
                        lab,
                        Map.of(),
                        "alice",
                        "test.example",
                        "pw",
                        other.address(),
                        "udp",
                        Optional.empty(),
                        "silence")
                .registered();
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
