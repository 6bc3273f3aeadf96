package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.Delivery.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.Delivery.SENT;

import java.time.Duration;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3428.
class MessagesTest {
    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);

    private static String message(String callId, String type, String text) {
        return """
        MESSAGE sip:alice@192.0.2.1 SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bK%s
        From: <sip:bob@example.org>;tag=1
        To: <sip:alice@example.org>
        Call-ID: %s
        CSeq: 1 MESSAGE
        Max-Forwards: 70
        Content-Type: %s

        %s\
        """
                .formatted(callId, callId, type, text);
    }

    @Test
    void whatIsWrittenArrives() {
        phone.registered();
        TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers).registered();
        TestPhone.join(phone, bob);
        Id id = phone.agent.sendMessage("bob", "Grüße, Bob: \"0 < 1\"");
        assertThat(bob.last(UserAgentEvent.MessageReceived.class).text())
                .isEqualTo("Grüße, Bob: \"0 < 1\"");
        assertThat(bob.last(UserAgentEvent.MessageReceived.class).from())
                .isEqualTo("sip:alice@example.org");
        assertThat(phone.last(UserAgentEvent.MessageStatus.class))
                .isEqualTo(new UserAgentEvent.MessageStatus(id, SENT, ""));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"200, SENT", "202, SENT", "404, FAILED", "403, FAILED", "415, FAILED"})
    void answers(int status, UserAgentEvent.Delivery delivery) {
        phone.registered();
        phone.agent.sendMessage("bob", "hi");
        phone.node.take().respond(status, "Whatever");
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).status()).isEqualTo(delivery);
    }

    @Test
    void oneAfterTheOtherToOneAddress() {
        phone.registered();
        phone.agent.sendMessage("bob", "one");
        phone.agent.sendMessage("bob", "two");
        phone.agent.sendMessage("carol", "three");
        LoopbackNode.Sent one = phone.node.take();
        assertThat(Fields.bodyText(phone.node.take().request())).isEqualTo("three");
        assertThat(phone.node.sent()).hasSize(3); // REGISTER, one, three
        one.respond(200, "OK");
        assertThat(Fields.bodyText(phone.node.take().request())).isEqualTo("two");
    }

    @Test
    void waitsForAServerThatIsAwayAndComesAsTheSameMessage() {
        phone.registered();
        Id id = phone.agent.sendMessage("bob", "hi");
        LoopbackNode.Sent first = phone.node.take();
        first.fail("connection reset");
        assertThat(phone.events(UserAgentEvent.MessageStatus.class)).isEmpty();
        timers.advance(Duration.ofSeconds(5));
        LoopbackNode.Sent again = phone.node.take();
        assertThat(again.request().getHeader(CallIdHeader.NAME))
                .isEqualTo(first.request().getHeader(CallIdHeader.NAME));
        assertThat(again.request().getHeader(CSeqHeader.NAME))
                .isEqualTo(first.request().getHeader(CSeqHeader.NAME));
        again.respond(200, "OK");
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).id()).isEqualTo(id);
    }

    @Test
    void tooLongIsNotSent() {
        phone.registered();
        phone.agent.sendMessage("bob", "x".repeat(60_001));
        assertThat(phone.last(UserAgentEvent.MessageStatus.class).status()).isEqualTo(FAILED);
    }

    @Test
    void aRepeatedMessageIsShownOnce() {
        phone.registered();
        String text = message("m1", "text/plain;charset=UTF-8", "hello");
        RecordedRequest first = RecordedRequest.of(text, phone.flow).handledBy(phone.agent);
        RecordedRequest again = RecordedRequest.of(text, phone.flow).handledBy(phone.agent);
        assertThat(first.statuses()).containsExactly(200);
        assertThat(again.statuses()).containsExactly(200);
        assertThat(phone.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
    }

    @Test
    void otherTypesAreRefusedWithWhatWeTake() {
        phone.registered();
        RecordedRequest request =
                RecordedRequest.of(message("m1", "application/json", "{}"), phone.flow)
                        .handledBy(phone.agent);
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(415);
        assertThat(request.finalResponse().getHeader("Accept").toString()).contains("text/plain");
    }
}
