package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import javax.sip.message.Message;
import javax.sip.message.Response;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.channel.ChannelPolicy;
import org.earshot.proxy.channel.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Header fields, reason phrases and sessions of calls have no words that a person wrote.
class WordsInCallsTest {
    private static final String NAMED_SDP =
            PLAIN_SDP.replace("s=-", "s=sell all\ni=sell all") + "a=note:sell all\na=ptime:20\n";

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);

    @BeforeEach
    void bob() {
        f.bindBob();
    }

    private static String wire(Message message) {
        return new String(SipMessages.encode(message), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Organization: sell all",
                "Call-Info: <http://x.example/sell>",
                "Alert-Info: <http://x.example/sell>",
                "Reply-To: \"sell all\" <sip:a@x.example>",
                "User-Agent: sell all",
                "X-Note: sell all",
                "Referred-By: \"sell all\" <sip:alice@example.org>",
                "Reason: SIP;cause=200;text=\"sell all\"",
            })
    void noneInARequestNorInAnAnswer(String header) {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", header, PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(wire(sent.request())).doesNotContain("sell").contains("m=audio 4000");
        sent.respond(withHeader(sent.createResponse(180, "Ringing"), header));
        sent.respond(withHeader(sent.createResponse(486, "Busy Here"), header));
        assertThat(invite.responses()).hasSize(2);
        invite.responses().forEach(response -> assertThat(wire(response)).doesNotContain("sell"));
    }

    @Test
    void aPhraseSaysWhatTheStatusMeans() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(180, "sell all");
        sent.respond(200, "sell all");
        assertThat(invite.responses())
                .extracting(Response::getReasonPhrase)
                .containsExactly("Ringing", "OK");
        RecordedRequest options = f.send("OPTIONS");
        f.node.take().respond(599, "sell all");
        assertThat(options.finalResponse().getReasonPhrase()).isEqualTo("Server Failure");
    }

    @Test
    void theRecordHasNoPhraseOfAPhoneAmongItsFacts() {
        f.configure(config ->
                config.withUnrecorded(
                        new ChannelPolicy(Rule.REFUSE, Rule.REFUSE, Rule.ALLOW, Set.of())));
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        f.node.take().respond(603, "sell all");
        assertThat(invite.finalResponse().getReasonPhrase()).isEqualTo("sell all");
        assertThat(f.archive.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        ArchiveEvent.CallRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("Decline"));
    }

    @Test
    void aCancelSaysWhyWithoutWords() {
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(180, "Ringing");
        invite.cancel(
                (javax.sip.message.Request)
                        RecordedRequest.parse(
                                f.text("CANCEL", "Reason: SIP;cause=487;text=\"sell all\"", "")));
        assertThat(sent.cancelled().orElseThrow().toString())
                .contains("cause=487")
                .doesNotContain("sell");
    }

    @Test
    void sessionsHaveNoneEither() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", NAMED_SDP));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(wire(sent.request())).doesNotContain("sell").contains("s=-", "a=ptime:20");
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), NAMED_SDP));
        assertThat(wire(invite.finalResponse()))
                .doesNotContain("sell")
                .contains("s=-", "a=ptime:20");
    }

    @Test
    void aCallerIsCalledAsInTheDirectoryAndNobodyElseHasAName() {
        f.send(
                ALICE_TLS,
                f.text("INVITE", "", PLAIN_SDP)
                        .replace("To: <", "To: \"sell all\" <")
                        .replace("Contact: <", "Contact: \"sell all\" <"));
        assertThat(wire(f.node.take().request()))
                .contains("From: \"Alice A.\" <sip:alice@example.org>;tag=a")
                .doesNotContain("sell");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-note", "image/png", "text/plain"})
    void aBodyThatNoPhoneNeedsIs415(String type) {
        RecordedRequest info =
                f.send(ALICE_TLS, f.text("INFO", "", "sell all").replace("application/sdp", type));
        assertThat(info.finalResponse().getStatusCode()).isEqualTo(415);
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void whatAnAdministratorNamesPasses() {
        f.configure(config ->
                config.withUnrecorded(
                        new ChannelPolicy(
                                Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, Set.of("x-account"))));
        f.send(ALICE_TLS, f.text("INVITE", "X-Account: a b\nX-Note: sell all", PLAIN_SDP));
        assertThat(wire(f.node.take().request())).contains("X-Account: a b").doesNotContain("sell");
    }

    @Test
    void whereTextIsAllowedAllOfItPasses() {
        f.configure(config ->
                config.withUnrecorded(
                        new ChannelPolicy(Rule.REFUSE, Rule.REFUSE, Rule.ALLOW, Set.of())));
        RecordedRequest invite =
                f.send(ALICE_TLS, f.text("INVITE", "Organization: sell all", NAMED_SDP));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(wire(sent.request())).contains("Organization: sell all", "s=sell all");
        sent.respond(180, "sell all");
        assertThat(invite.responses().getFirst().getReasonPhrase()).isEqualTo("sell all");
    }

    private static Response withHeader(Response response, String header) {
        String text = response.toString();
        int end = text.indexOf("\r\n\r\n");
        return (Response)
                RecordedRequest.parse(text.substring(0, end) + "\r\n" + header + "\r\n\r\n");
    }
}
