package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.message.IsComposing;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.junit.jupiter.api.Test;

/// Who is typing (RFC 3994).
class MessageTypingTest extends MessagesByCpim {
    private String typing(String more) {
        return new String(
                        IsComposing.active("text/plain", Duration.ofSeconds(60)).toBytes(),
                        StandardCharsets.UTF_8)
                .replace("</isComposing>", more + "</isComposing>");
    }

    @Test
    void whoIsTypingIsToldToWhoIsThereInWordsOfOurs() throws Exception {
        bindBob(true);
        RecordedRequest typing =
                fromAlice(IsComposing.CONTENT_TYPE, typing("<secret>beside the record</secret>"));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(type(sent)).contains(IsComposing.CONTENT_TYPE);
        assertThat(body(sent)).doesNotContain("secret");
        assertThat(IsComposing.parse(sent.request().getRawContent()).state())
                .isEqualTo(IsComposing.State.ACTIVE);
        sent.respond(200, "OK");
        assertThat(typing.statuses()).containsExactly(200);
        assertThat(f.archive.events).isEmpty();
        assertThat(f.messages.backlogs(java.util.Optional.empty())).isEmpty();
    }

    @Test
    void noWordsGoWithIt() {
        bindBob(true);
        f.send(
                ProxyFixture.ALICE_TLS,
                text(
                                IsComposing.CONTENT_TYPE,
                                typing("").replace("text/plain", "text/meet-me-at-noon"))
                        .replace("To: <sip:bob", "Subject: sell all\nTo: <sip:bob"));
        assertThat(f.node.take().request().toString())
                .contains("<state>active</state>")
                .doesNotContain("sell all", "meet-me");
        assertThat(f.archive.events).isEmpty();
    }

    @Test
    void whoIsTypingIsToldByTheNodeThatHoldsThePhone() throws Exception {
        f.elsewhere.add(BOB_TLS);
        bindBob(true);
        List<Change> told = new ArrayList<>();
        f.changes.subscribe(Topic.TYPING, told::add);
        RecordedRequest typing = fromAlice(IsComposing.CONTENT_TYPE, typing(""));
        assertThat(typing.statuses()).containsExactly(202);
        assertThat(f.node.sent()).isEmpty();
        f.elsewhere.clear(); // to that node
        f.changes.announce(told.getFirst());
        assertThat(f.node.sent()).as("who told it knows that").isEmpty();
        f.configureMessages(config -> config);
        f.changes.announce(told.getFirst());
        LoopbackNode.Sent sent = f.node.take();
        IsComposing state = IsComposing.parse(sent.request().getRawContent());
        assertThat(state.state()).isEqualTo(IsComposing.State.ACTIVE);
        assertThat(state.refresh()).contains(Duration.ofSeconds(60));
        assertThat(sent.request().getHeader("From").toString())
                .contains("\"Alice A.\" <sip:alice@example.org>");
    }

    @Test
    void whoIsBlockedTypesToNobodyAndDoesNotLearnIt() {
        bindBob(true);
        f.messages.block(BOB_URI, ALICE_URI, true);
        assertThat(fromAlice(IsComposing.CONTENT_TYPE, typing("")).statuses()).containsExactly(202);
        assertThat(f.node.sent()).isEmpty();
        f.elsewhere.add(BOB_TLS);
        List<Change> told = new ArrayList<>();
        f.changes.subscribe(Topic.TYPING, told::add);
        fromAlice(IsComposing.CONTENT_TYPE, typing(""));
        assertThat(told).as("nor at other nodes").isEmpty();
    }

    @Test
    void whoIsTypingToNobodyIs202AndTooMuchOfItGoesNowhere() {
        assertThat(fromAlice(IsComposing.CONTENT_TYPE, typing("")).statuses()).containsExactly(202);
        bindBob(true);
        assertThat(f.node.sent()).isEmpty();
        for (int i = 0; i < 20; i++) {
            fromAlice(IsComposing.CONTENT_TYPE, typing(""));
        }
        assertThat(f.node.sent()).hasSize(9);
    }
}
