package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Response;
import org.earshot.common.call.CallEnd;
import org.earshot.common.call.CallKey;
import org.earshot.common.call.CallListener;
import org.earshot.common.call.CallRecord;
import org.earshot.common.call.CallRefresh;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What presence hears of calls.
class CallsToldTest {
    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private final List<String> told = new ArrayList<>();
    private final List<CallEnd> elsewhere = new ArrayList<>();
    private final List<CallRefresh> refreshes = new ArrayList<>();

    @BeforeEach
    void listen() {
        f.bindBob();
        f.proxy.onCall(
                new CallListener() {
                    @Override
                    public void goesOn(
                            CallKey call, CallRecord.State state, Side caller, Side callee) {
                        told.add(
                                call.callId()
                                        + ' '
                                        + call.callerTag()
                                        + ' '
                                        + state
                                        + ' '
                                        + caller.address()
                                        + ' '
                                        + callee.address());
                        assertThat(caller.flow()).contains(ALICE_TLS);
                        assertThat(callee.flow()).contains(BOB_TLS);
                    }

                    @Override
                    public void ended(CallKey call) {
                        told.add(call.callId() + ' ' + call.callerTag() + " ended");
                    }

                    @Override
                    public void endedElsewhere(CallEnd end) {
                        elsewhere.add(end);
                    }

                    @Override
                    public void refreshedElsewhere(CallRefresh refresh) {
                        refreshes.add(refresh);
                    }
                });
    }

    @Test
    void fromTheRingingToTheBye() {
        f.send("INVITE");
        LoopbackNode.Sent invite = f.node.take();
        invite.respond(180, "Ringing");
        invite.respond(200, "OK");
        String of = " sip:alice@example.org sip:bob@example.org";
        assertThat(told).containsExactly("1@phone a EARLY" + of, "1@phone a CONFIRMED" + of);

        told.clear();
        String route = ProxyFixture.recordRoutes(invite.request()).getFirst();
        RecordedRequest bye = bye(route);
        assertThat(bye.statuses()).doesNotContain(403, 481);
        assertThat(told).contains("1@phone a ended");
    }

    /// The call is another node's: its token is good here too, and that node has to hear of it.
    @Test
    void aByeOfACallThatBeganAtAnotherNodeIsToldAsThat() {
        ProxyFixture other = new ProxyFixture(directory);
        other.bindBob();
        other.send("INVITE");
        LoopbackNode.Sent invite = other.node.take();
        invite.respond(200, "OK");
        assertThat(other.proxy.calls()).hasSize(1);
        String route = ProxyFixture.recordRoutes(invite.request()).getFirst();
        bye(route);
        assertThat(elsewhere).containsExactly(new CallEnd("1@phone", "recorded", "a"));

        List<CallKey> ended = new ArrayList<>();
        other.proxy.onCall(
                new CallListener() {
                    @Override
                    public void goesOn(
                            CallKey call, CallRecord.State state, Side caller, Side callee) {}

                    @Override
                    public void ended(CallKey call) {
                        ended.add(call);
                    }

                    @Override
                    public void endedElsewhere(CallEnd end) {
                        throw new AssertionError("told on to the one who said so");
                    }
                });
        other.proxy.endedElsewhere(elsewhere.getFirst());
        assertThat(other.proxy.calls()).isEmpty();
        assertThat(ended).contains(new CallKey("1@phone", "a"));
    }

    /// Both phones have come to another node in mid-call: the one that has the call hears that it goes on.
    @Test
    void aRefreshOfACallThatBeganAtAnotherNodeIsToldToThat() {
        ProxyFixture other = new ProxyFixture(directory);
        other.bindBob();
        other.send("INVITE");
        LoopbackNode.Sent invite = other.node.take();
        invite.respond(timed(invite.createResponse(200, "OK")));
        String route = ProxyFixture.recordRoutes(invite.request()).getFirst();

        other.clock.advance(Duration.ofSeconds(100));
        inDialog("UPDATE", route);
        LoopbackNode.Sent update = f.node.take();
        update.respond(timed(update.createResponse(200, "OK")));
        assertThat(refreshes)
                .containsExactly(
                        new CallRefresh(
                                "1@phone",
                                "recorded",
                                "a",
                                Optional.of(Duration.ofSeconds(90)),
                                BOB_TLS));

        other.proxy.refreshedElsewhere(refreshes.getFirst());
        other.clock.advance(Duration.ofSeconds(100));
        other.proxy.endLostCalls();
        assertThat(other.proxy.calls()).hasSize(1);
        other.clock.advance(Duration.ofSeconds(100));
        other.proxy.endLostCalls();
        assertThat(other.proxy.calls()).isEmpty();
    }

    private static Response timed(Response ok) {
        ok.addHeader(Headers.of("Session-Expires", "90"));
        return ok;
    }

    @Test
    void aRefusedCallEnds() {
        f.send("INVITE");
        LoopbackNode.Sent invite = f.node.take();
        invite.respond(180, "Ringing");
        invite.respond(486, "Busy Here");
        assertThat(told).last().isEqualTo("1@phone a ended");
    }

    @Test
    void aCallThatNobodyTookEnds() {
        f.bind(ProxyFixture.BOB, "sip:bob@192.0.2.6", BOB_UDP);
        f.send("INVITE");
        LoopbackNode.Sent first = f.node.take();
        first.respond(180, "Ringing");
        first.timeOut();
        assertThat(told).hasSize(1);
        f.node.take().timeOut();
        assertThat(told).last().isEqualTo("1@phone a ended");
    }

    @Test
    void aMessageIsNoCall() {
        f.send("MESSAGE");
        f.node.take().respond(200, "OK");
        assertThat(told).isEmpty();
    }

    /// Bob hangs up, by the way that the proxy has recorded.
    private RecordedRequest bye(String route) {
        return inDialog("BYE", route);
    }

    private RecordedRequest inDialog(String method, String route) {
        return f.send(
                BOB_TLS,
                """
                %1$s sip:alice@192.0.2.4:40004;transport=tls SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.5:40005;branch=z9hG4bK%1$s;rport
                Route: <%2$s>
                Max-Forwards: 70
                From: <sip:bob@example.org>;tag=recorded
                To: <sip:alice@example.org>;tag=a
                Call-ID: 1@phone
                CSeq: 7 %1$s
                """
                        .formatted(method, route));
    }
}
