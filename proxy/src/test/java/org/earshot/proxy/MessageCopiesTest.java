package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.util.Set;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.junit.jupiter.api.Test;

/// What a person's other phones get of what one of them sends.
class MessageCopiesTest extends MessagesByCpim {
    private void bindAlicesMobile(boolean cpim) {
        f.bind(
                ALICE,
                "sip:alice@192.0.2.14:40014;transport=tls",
                ALICE_MOBILE,
                "urn:uuid:alice-mobile",
                cpim);
    }

    @Test
    void theSendersOtherPhonesGetACopy() {
        bindBob(false);
        bindAlicesMobile(true);
        RecordedRequest message = fromAlice("text/plain", "hello");
        LoopbackNode.Sent toBob = f.node.take();
        LoopbackNode.Sent copy = f.node.take();
        assertThat(copy.request().getRequestURI().toString()).contains("192.0.2.14");
        assertThat(copy.request().getHeader("To").toString()).contains(BOB_URI);
        assertThat(copy.request().getHeader("From").toString()).contains(ALICE_URI);
        assertThat(cpimOf(copy).from().orElseThrow().uri()).isEqualTo(ALICE_URI);
        assertThat(cpimOf(copy).to().getFirst().uri()).isEqualTo(BOB_URI);
        copy.respond(200, "OK");
        assertThat(message.answered()).as("the sender's own phone is no recipient").isFalse();
        toBob.respond(200, "OK");
        assertThat(message.statuses()).containsExactly(200);
        assertThat(f.node.sent()).hasSize(2);
    }

    @Test
    void theAnswerDoesNotComeBeforeTheCopyOfTheQuestion() {
        bindAlicesMobile(true);
        fromAlice("text/plain", "a question");
        LoopbackNode.Sent copy = f.node.take();
        assertThat(copy.request().getRequestURI().toString()).contains("192.0.2.14");
        bindBob(false);
        f.node.take().respond(200, "OK");
        fromBob("text/plain", "an answer");
        LoopbackNode.Sent toDesk = f.node.take();
        assertThat(toDesk.request().getRequestURI().toString()).contains("192.0.2.4");
        int sent = f.node.sent().size();
        copy.respond(200, "OK");
        assertThat(f.node.sent()).hasSize(sent + 1);
        assertThat(body(f.node.take())).contains("an answer");
    }

    @Test
    void aPhoneWithoutCpimGetsNoCopyUnlessThatIsWanted() {
        bindBob(false);
        bindAlicesMobile(false);
        fromAlice("text/plain", "hello");
        f.node.take().respond(200, "OK");
        assertThat(f.node.sent()).hasSize(1);
        f.configureMessages(of ->
                new org.earshot.proxy.message.MessageConfig(
                        of.maxBytes(),
                        of.perSecond(),
                        of.burst(),
                        of.expires(),
                        of.maxWaiting(),
                        of.blockedAnswer(),
                        true,
                        of.retryAfter()));
        fromAlice("text/plain", "again");
        f.node.take().respond(200, "OK");
        LoopbackNode.Sent copy = f.node.take();
        assertThat(body(copy)).isEqualTo("again");
        assertThat(copy.request().getHeader("To").toString()).contains(BOB_URI);
    }

    @Test
    void theReadersOtherPhonesAreToldToo() {
        bindBob(true);
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, "urn:uuid:bob-mobile", true);
        fromAlice(cpim("id-1", Set.of(), "hello"));
        f.node.take().respond(200, "OK");
        f.node.take().respond(200, "OK");
        displayed("id-1");
        LoopbackNode.Sent told = f.node.take();
        assertThat(told.request().getRequestURI().toString()).contains("192.0.2.6");
        assertThat(told.request().getHeader("To").toString()).contains(ALICE_URI);
        assertThat(f.node.sent()).as("alice did not ask").hasSize(3);
    }
}
