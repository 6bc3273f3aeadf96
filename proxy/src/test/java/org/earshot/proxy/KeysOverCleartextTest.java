package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;
import static org.earshot.proxy.ProxyFixture.KEYED_SDP;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.nio.file.Path;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Media keys never cross cleartext.
class KeysOverCleartextTest {
    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);

    @Test
    void anOfferWithKeysGoesToSecurePhonesOnly() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        f.bindBob();
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", KEYED_SDP));

        assertThat(f.node.sent()).hasSize(1);
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        sent.respond(486, "Busy Here");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(486);
    }

    @Test
    void withoutASecurePhoneItIs488() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", KEYED_SDP));

        assertThat(f.node.sent()).isEmpty();
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(invite.finalResponse().getHeader("Warning").toString().strip())
                .isEqualTo("Warning: 399 example.org \"keys need TLS\"");
    }

    @Test
    void anOfferWithoutKeysGoesToAll() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        f.bindBob();
        f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        assertThat(f.node.sent()).hasSize(2);
    }

    @Test
    void anAnswerWithKeysDoesNotGoBackOverCleartext() {
        Flow udp = RecordedRequest.udpFlow();
        f.authenticator.trust(udp, f.alice);
        f.bindBob();
        RecordedRequest invite = f.send(udp, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();

        Response ok = sent.createResponse(200, "OK");
        sent.respond(ProxyFixture.withBody(ok, KEYED_SDP));

        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(invite.finalResponse().toString()).doesNotContain("inline:");
        assertThat(f.node.acks()).hasSize(1);
        assertThat(f.node.acks().getFirst().request().toString())
                .startsWith("ACK ")
                .contains("CSeq: 1 ACK")
                .contains("tag=" + RecordedRequest.TO_TAG);
        LoopbackNode.Sent bye = f.node.take();
        assertThat(bye.request().toString()).startsWith("BYE ").contains("CSeq: 2 BYE");
        assertThat(bye.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(f.proxy.calls()).isEmpty();
    }

    @Test
    void earlyMediaWithKeysEndsTheBranch() {
        Flow udp = RecordedRequest.udpFlow();
        f.authenticator.trust(udp, f.alice);
        f.bindBob();
        RecordedRequest invite = f.send(udp, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();

        sent.respond(
                ProxyFixture.withBody(sent.createResponse(183, "Session Progress"), KEYED_SDP));

        assertThat(invite.responses()).isEmpty();
        assertThat(sent.cancelled()).isPresent();
        sent.respond(487, "Request Terminated");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 488, 606})
    void aRefusalWithKeysGoesBackWithoutItsBody(int status) {
        Flow udp = RecordedRequest.udpFlow();
        f.authenticator.trust(udp, f.alice);
        f.bindBob();
        RecordedRequest invite = f.send(udp, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();

        sent.respond(ProxyFixture.withBody(sent.createResponse(status, "So"), KEYED_SDP));

        Response refusal = invite.finalResponse();
        assertThat(refusal.getStatusCode()).isEqualTo(status);
        assertThat(refusal.toString())
                .doesNotContain("inline:", "Content-Type")
                .contains("Content-Length: 0");
    }

    @Test
    void overTlsTheAnswerPasses() {
        f.bindBob();
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", KEYED_SDP));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), KEYED_SDP));
        assertThat(invite.finalResponse().toString()).contains("inline:");
    }

    @Test
    void laterRequestsAreHeldToItToo() {
        ProxyFixture udp = new ProxyFixture(directory, BOB_UDP);
        udp.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest invite = udp.send(ALICE_TLS, udp.text("INVITE", "", PLAIN_SDP));
        udp.node.take().respond(200, "OK");
        String route = ProxyFixture.recordRoutes(invite.finalResponse()).getLast();
        String headers = "Route: <" + route + ">";

        for (String method : new String[] {"INVITE", "UPDATE", "PRACK"}) {
            RecordedRequest later =
                    udp.send(ALICE_TLS, inDialog(udp.text(method, headers, KEYED_SDP)));
            assertThat(later.finalResponse().getStatusCode()).as(method).isEqualTo(488);
        }
        udp.send(ALICE_TLS, inDialog(udp.text("ACK", headers, KEYED_SDP)));
        assertThat(udp.node.acks()).isEmpty();
        assertThat(udp.node.sent()).hasSize(1);
    }

    private static String inDialog(String text) {
        return text.replace(
                "To: <sip:bob@example.org>",
                "To: <sip:bob@example.org>;tag=" + RecordedRequest.TO_TAG);
    }
}
