package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.KEYED_SDP;

import java.nio.file.Path;
import java.util.List;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node takes for the word of another one, and what it does with it: bob is connected to it.
class EdgeRequestsTest {
    private static final DialogId INVITE = new DialogId("1@phone", "a", "");

    @TempDir static Path directory;

    private final TwoNodes nodes = new TwoNodes(directory);
    private final ProxyFixture here = nodes.here;
    private final ProxyFixture there = nodes.there;

    @ParameterizedTest
    @ValueSource(strings = {"keys", "sips"})
    void theOtherNodeHoldsToThatItself(String what) {
        boolean keys = what.equals("keys");
        String invite =
                keys
                        ? here.text("INVITE", "", KEYED_SDP)
                        : here.text("INVITE").replace("INVITE sip:", "INVITE sips:");
        RecordedRequest arrived =
                edge(invite, tokenFor(TwoNodes.BOB_TCP, INVITE), TwoNodes.BETWEEN);
        assertThat(arrived.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(there.node.sent()).isEmpty();
        assertThat(edge(invite, tokenFor(TwoNodes.BOB_TLS, INVITE), TwoNodes.BETWEEN).answered())
                .isFalse();
        assertThat(there.node.sent()).hasSize(1);
    }

    @Test
    void whatHasNoGoodTokenIsAskedForAPasswordLikeAnybody() {
        String good = tokenFor(TwoNodes.BOB_TLS, INVITE);
        Flow stranger = RecordedRequest.flow(Transport.TLS, "203.0.113.9", 1234, 77);
        String invite = here.text("INVITE");

        String otherCall = invite.replace("1@phone", "2@phone");
        assertThat(edge(otherCall, good, stranger).statuses()).as("replayed").containsExactly(407);
        String otherSender = invite.replace("tag=a", "tag=z");
        assertThat(edge(otherSender, good, stranger).statuses()).containsExactly(407);
        assertThat(edge(invite, good.substring(1), stranger).statuses())
                .as("forged")
                .containsExactly(407);
        Flow tcp = RecordedRequest.flow(Transport.TCP, "203.0.113.9", 1234, 78);
        assertThat(edge(invite, good, tcp).statuses()).as("in clear").containsExactly(407);
        String below =
                "<sip:192.0.2.1:5061;transport=tls;lr>, <sip:" + good + "@192.0.2.1:5061;lr>";
        assertThat(handled(here.text("INVITE", "Route: " + below, ""), stranger).statuses())
                .as("not on top")
                .containsExactly(407);
        there.clock.advance(EdgeTokens.LIFE);
        assertThat(edge(invite, good, stranger).statuses()).as("expired").containsExactly(407);
        assertThat(there.node.sent()).isEmpty();
    }

    @Test
    void inADialogTooATokenThatIsNoneIsRefused() {
        String bye = TwoNodes.inDialog("BYE", true, List.of());
        DialogId other = new DialogId("1@phone", "a", "other");
        RecordedRequest request = edge(bye, tokenFor(TwoNodes.BOB_TLS, other), ALICE_TLS);
        assertThat(request.statuses()).containsExactly(403);
        assertThat(there.node.sent()).isEmpty();
    }

    /// Each of two nodes may think that the other has a flow, or that a third has: it goes nowhere.
    @Test
    void whatIsForTheFlowOfAnotherNodeIsSentOnToNobody() {
        RecordedRequest arrived =
                edge(here.text("INVITE"), tokenFor(ALICE_TLS, INVITE), TwoNodes.BETWEEN);
        assertThat(arrived.statuses()).containsExactly(430);
        assertThat(there.node.sent()).isEmpty();
    }

    @Test
    void hopsAreCountedThereToo() {
        String invite = here.text("INVITE").replace("Max-Forwards: 70", "Max-Forwards: 0");
        assertThat(edge(invite, tokenFor(TwoNodes.BOB_TLS, INVITE), TwoNodes.BETWEEN).statuses())
                .containsExactly(483);
    }

    @Test
    void aMessageGoesByTheStoreAlone() {
        RecordedRequest message =
                edge(here.text("MESSAGE"), tokenFor(TwoNodes.BOB_TLS, INVITE), TwoNodes.BETWEEN);
        assertThat(message.statuses()).containsExactly(407);
    }

    private String tokenFor(Flow flow, DialogId dialog) {
        return new EdgeTokens(there.keyRing, there.clock).sign(flow, ALICE_TLS, dialog);
    }

    /// A request with a token in its topmost Route comes to bob's node.
    private RecordedRequest edge(String request, String token, Flow flow) {
        String route = "Route: <sip:" + token + "@192.0.2.1:5061;transport=tls;lr>\n";
        return handled(request.replaceFirst("Max-Forwards", route + "Max-Forwards"), flow);
    }

    private RecordedRequest handled(String request, Flow flow) {
        return RecordedRequest.of(request, flow).handledBy(there.handler());
    }
}
