package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.Delivery.FAILED;
import static org.earshot.softphone.ua.UserAgentEvent.Delivery.SENT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void aMessageThatComesAgainAfterAnotherChallengeIsShownOnce() {
        phone.registered();
        String text = message("m1", "text/plain", "hello");
        RecordedRequest.of(text, phone.flow).handledBy(phone.agent);
        RecordedRequest.of(text.replace("CSeq: 1 ", "CSeq: 3 "), phone.flow).handledBy(phone.agent);
        assertThat(phone.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
    }

    @Test
    void whatOnePersonWroteDoesNotLeaveUnderAnothersName() {
        phone.registered();
        phone.agent.sendMessage("bob", "from alice");
        phone.node.take().fail("connection reset");
        phone.agent.unregister();
        phone.node.take().respond(200, "OK");
        Account eve = Account.of("sip:eve@example.org", "secret", "192.0.2.100:5061", "tls");
        phone.agent.register(eve);
        phone.node.take().respond(200, "OK");
        timers.advance(Duration.ofMinutes(1));
        phone.agent.sendMessage("bob", "from eve");
        LoopbackNode.Sent hers = phone.node.take();
        assertThat(Fields.bodyText(hers.request())).isEqualTo("from eve");
        assertThat(hers.request().getHeader("From").toString()).contains("sip:eve@");
        hers.respond(200, "OK");
        phone.agent.unregister();
        phone.node.take().respond(200, "OK");
        phone.agent.register(phone.account);
        phone.node.take().respond(200, "OK");
        LoopbackNode.Sent parked = phone.node.take();
        assertThat(Fields.bodyText(parked.request())).isEqualTo("from alice");
        assertThat(parked.request().getHeader("From").toString()).contains("sip:alice@");
    }

    /// Outlives phones.
    private static final class Kept implements MessageStore {
        private final List<Unsent> unsent = new ArrayList<>();
        private final List<String> seen = new ArrayList<>();

        @Override
        public List<Unsent> unsent() {
            return List.copyOf(unsent);
        }

        @Override
        public void add(Unsent message) {
            unsent.add(message);
        }

        @Override
        public void sent(Unsent message) {
            unsent.remove(message);
        }

        @Override
        public List<String> seen() {
            return List.copyOf(seen);
        }

        @Override
        public void seen(String key) {
            seen.add(key);
        }
    }

    private TestPhone phone(MessageStore store) {
        return new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        timers,
                        PhoneSettings.of("urn:uuid:0-alice"),
                        Memory.ofThisRun(),
                        store)
                .registered();
    }

    @Test
    void whatWasNotSentIsSentByTheNextRunAsTheSameMessage() {
        Kept kept = new Kept();
        TestPhone before = phone(kept);
        before.agent.sendMessage("bob", "one");
        before.agent.sendMessage("bob", "two");
        LoopbackNode.Sent lost = before.node.take();
        assertThat(kept.unsent).hasSize(2);

        TestPhone after = phone(kept);
        LoopbackNode.Sent one = after.node.take();
        assertThat(one.request().getHeader("Call-ID"))
                .isEqualTo(lost.request().getHeader("Call-ID"));
        assertThat(one.request().getHeader("From")).isEqualTo(lost.request().getHeader("From"));
        one.respond(200, "OK");
        LoopbackNode.Sent two = after.node.take();
        assertThat(Fields.bodyText(two.request())).isEqualTo("two");
        two.respond(404, "Not Found");
        assertThat(kept.unsent).isEmpty();
    }

    @Test
    void whatWasShownIsNotShownAgainByTheNextRun() {
        Kept kept = new Kept();
        String text = message("m1", "text/plain", "hello");
        TestPhone before = phone(kept);
        RecordedRequest.of(text, before.flow).handledBy(before.agent);
        TestPhone after = phone(kept);
        RecordedRequest.of(text, after.flow).handledBy(after.agent);
        assertThat(before.events(UserAgentEvent.MessageReceived.class)).hasSize(1);
        assertThat(after.events(UserAgentEvent.MessageReceived.class)).isEmpty();
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
