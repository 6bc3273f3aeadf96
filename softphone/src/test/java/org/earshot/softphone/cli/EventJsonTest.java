package org.earshot.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.Mailbox;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static ObjectNode media(OptionalDouble echoReducedDb) {
        return media(echoReducedDb, "");
    }

    private static ObjectNode media(OptionalDouble echoReducedDb, String way) {
        return EventJson.of(
                        new UserAgentEvent.MediaReport(
                                new Id(1),
                                7,
                                0,
                                1,
                                40,
                                0,
                                5,
                                2,
                                30,
                                4.2,
                                100,
                                90,
                                3,
                                echoReducedDb,
                                way))
                .orElseThrow();
    }

    /// They may be part of a secret.
    @Test
    void ofKeysThatWerePressedOnlyTheNumberIsTold() {
        assertThat(
                        json(
                                new UserAgentEvent.DigitsSent(
                                        new Id(7), 4, UserAgentEvent.DigitWay.TELEPHONE_EVENT)))
                .hasToString(
                        "{\"event\":\"dtmf-sent\",\"call\":\"7\",\"count\":4,\"way\":\"telephone-event\"}");
    }

    @Test
    void whatWaitsInTheMailbox() {
        assertThat(
                        json(
                                new UserAgentEvent.MailboxChanged(
                                        Optional.of(
                                                new Mailbox(
                                                        true,
                                                        Optional.of("sip:vm@pbx"),
                                                        2,
                                                        8,
                                                        1,
                                                        0)))))
                .hasToString(
                        "{\"event\":\"mailbox\",\"known\":true,\"waiting\":true,\"new\":2,\"old\":8,"
                                + "\"urgentNew\":1,\"urgentOld\":0,\"account\":\"sip:vm@pbx\"}");
        assertThat(json(new UserAgentEvent.MailboxChanged(Optional.empty())))
                .hasToString("{\"event\":\"mailbox\",\"known\":false}");
    }

    @Test
    void whoCallsWithoutAServerIsNeverShownAsVerified() {
        ObjectNode direct =
                json(
                        new UserAgentEvent.IncomingCall(
                                new Id(7),
                                "sip:boss@192.168.1.7:5060",
                                "",
                                Optional.of("The Boss")));
        assertThat(direct)
                .hasToString(
                        "{\"event\":\"incoming-call\",\"call\":\"7\",\"from\":\"sip:boss@192.168.1.7:5060\",\"name\":\"\","
                                + "\"direct\":true,\"verified\":false,\"claimedName\":\"The Boss\"}");
        ObjectNode checked =
                json(new UserAgentEvent.IncomingCall(new Id(7), "sip:bob@example.org", "Bob"));
        assertThat(checked.has("direct")).isFalse();
        assertThat(checked.get("name").asText()).isEqualTo("Bob");
    }

    @Test
    void phonesNearbyAndTheirPortAreTold() {
        assertThat(
                        json(
                                new UserAgentEvent.NearbyPhones(
                                        List.of(
                                                new NearbyPhone(
                                                        "bob",
                                                        InetAddress.ofLiteral("192.168.1.7"),
                                                        5070)),
                                        true)))
                .hasToString(
                        "{\"event\":\"nearby\",\"searching\":true,\"phones\":[{\"name\":\"bob\",\"address\":\"192.168.1.7\",\"port\":5070}]}");
        assertThat(
                        json(
                                new UserAgentEvent.DirectChanged(
                                        Optional.of(new InetSocketAddress("0.0.0.0", 5060)),
                                        Optional.of("bob"),
                                        "")))
                .hasToString(
                        "{\"event\":\"direct\",\"open\":true,\"address\":\"0.0.0.0\",\"port\":5060,\"discoverable\":\"bob\"}");
        assertThat(
                        json(
                                new UserAgentEvent.DirectChanged(
                                        Optional.empty(), Optional.empty(), "forbidden")))
                .hasToString("{\"event\":\"direct\",\"open\":false,\"reason\":\"forbidden\"}");
    }

    private static ObjectNode json(UserAgentEvent event) {
        return EventJson.of(event).orElseThrow();
    }

    @Test
    void howMuchEchoWasTakenOutIsInTheReport() {
        assertThat(media(OptionalDouble.of(38.46)).get("echoReducedDb").asDouble()).isEqualTo(38.5);
    }

    @Test
    void whatTheJitterBufferDoesIsInTheReport() {
        ObjectNode json = media(OptionalDouble.empty());
        assertThat(json.get("packetsLate").asLong()).isEqualTo(5);
        assertThat(json.get("packetsWaiting").asInt()).isEqualTo(2);
        assertThat(json.get("stretchedMs").asLong()).isEqualTo(30);
    }

    @Test
    void theWayIsInTheReportWhereThereIsOne() {
        assertThat(media(OptionalDouble.empty(), "relayed").get("way").asText())
                .isEqualTo("relayed");
        assertThat(media(OptionalDouble.empty()).has("way")).isFalse();
    }

    @Test
    void whereNoneIsTakenOutNothingIsSaidOfIt() {
        ObjectNode json = media(OptionalDouble.empty());
        assertThat(json.has("echoReducedDb")).isFalse();
        assertThat(json.get("packetsLost").asLong()).isEqualTo(3);
    }
}
