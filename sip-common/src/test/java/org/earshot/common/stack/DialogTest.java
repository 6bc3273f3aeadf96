package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;

final class DialogTest {
    private static final String ROUTES =
            "Record-Route: <sip:p2.example.org;lr>, <sip:p1.example.org;lr>\n";
    private static final String STRICT =
            "Record-Route: <sip:p2.example.org;lr>\nRecord-Route: <sip:old.example.org>\n";

    private final Request invite = StackMessages.request("INVITE").message();

    @Test
    void theCallersRoutesAreTheRecordRouteBackwards() {
        Request bye = caller(ROUTES).createRequest("BYE");
        assertThat(bye.getRequestURI()).hasToString("sip:bob@192.0.2.9:5070");
        assertThat(values(bye, "Route"))
                .containsExactly("<sip:p1.example.org;lr>", "<sip:p2.example.org;lr>");
        assertThat(values(bye, "From")).containsExactly("<sip:alice@example.org>;tag=a1");
        assertThat(values(bye, "To")).containsExactly("<sip:bob@example.org>;tag=b1");
        assertThat(values(bye, "CSeq")).containsExactly("8 BYE");
        assertThat(values(bye, "Call-ID")).containsExactly("call-1");
        assertThat(values(bye, "Max-Forwards")).containsExactly("70");
        assertThat(caller(ROUTES).nextHop()).hasToString("sip:p1.example.org;lr");
    }

    @Test
    void theCalleesRoutesAreTheRecordRouteInOrder() {
        Dialog dialog = callee(ROUTES);
        Request bye = dialog.createRequest("BYE");
        assertThat(bye.getRequestURI()).hasToString("sip:alice@192.0.2.4:5060");
        assertThat(values(bye, "Route"))
                .containsExactly("<sip:p2.example.org;lr>", "<sip:p1.example.org;lr>");
        assertThat(values(bye, "From")).containsExactly("<sip:bob@example.org>;tag=b1");
        assertThat(values(bye, "To")).containsExactly("<sip:alice@example.org>;tag=a1");
        assertThat(values(bye, "CSeq")).containsExactly("1 BYE");
        assertThat(dialog.id()).isEqualTo(new Dialog.Id("call-1", "b1", "a1"));
    }

    @Test
    void withoutRoutesItGoesToTheContact() {
        Dialog dialog = caller("");
        assertThat(dialog.nextHop()).isEqualTo(dialog.remoteTarget());
        assertThat(values(dialog.createRequest("BYE"), "Route")).isEmpty();
    }

    @Test
    void aStrictRouterIsTheRequestUriAndTheTargetTheLastRoute() {
        Dialog dialog = caller(STRICT);
        Request bye = dialog.createRequest("BYE");
        assertThat(dialog.nextHop()).hasToString("sip:old.example.org");
        assertThat(bye.getRequestURI()).hasToString("sip:old.example.org");
        assertThat(values(bye, "Route"))
                .containsExactly("<sip:p2.example.org;lr>", "<sip:bob@192.0.2.9:5070>");
    }

    @Test
    void anAckHasTheNumberOfItsInvite() {
        Dialog dialog = caller("");
        dialog.createRequest("INFO");
        assertThat(values(dialog.createAck(7), "CSeq")).containsExactly("7 ACK");
        assertThat(values(dialog.createRequest("BYE"), "CSeq")).containsExactly("9 BYE");
        dialog.used(12);
        assertThat(values(dialog.createRequest("BYE"), "CSeq")).containsExactly("13 BYE");
    }

    @Test
    void aRequestThatIsMadeElsewhereTakesANumberToo() {
        Dialog dialog = caller(ROUTES);
        long first = dialog.nextSequence();
        Request bye = dialog.createRequest("BYE");
        assertThat(((CSeqHeader) bye.getHeader("CSeq")).getSeqNumber()).isEqualTo(first + 1);
    }

    @Test
    void requestsOutOfOrderAreRefused() {
        Dialog dialog = callee("");
        assertThat(dialog.accept(inbound(7))).isFalse();
        assertThat(dialog.accept(inbound(9))).isTrue();
        assertThat(dialog.accept(inbound(8))).isFalse();
        assertThat(dialog.accept(inbound(10))).isTrue();
    }

    @Test
    void theCallersPeerMayBeginItsNumbersAnywhere() {
        Dialog dialog = caller("");
        assertThat(dialog.accept(inbound(0))).isTrue();
        assertThat(dialog.accept(inbound(0))).isFalse();
    }

    @Test
    void aRefreshMovesTheTargetAndNotTheRoutes() {
        Dialog dialog = caller(ROUTES);
        dialog.refreshTarget(ok("", "sip:bob@192.0.2.77"));
        assertThat(dialog.remoteTarget()).hasToString("sip:bob@192.0.2.77");
        assertThat(dialog.nextHop()).hasToString("sip:p1.example.org;lr");
    }

    @Test
    void theConfirmingResponseBringsTheRoutesAnew() {
        Dialog dialog = caller("");
        dialog.confirm(ok(ROUTES, "sip:bob@192.0.2.77"));
        assertThat(dialog.nextHop()).hasToString("sip:p1.example.org;lr");
        assertThat(dialog.remoteTarget()).hasToString("sip:bob@192.0.2.77");
    }

    @Test
    void aRequestFromThePeerNamesTheDialog() {
        assertThat(Dialog.Id.ofInbound(inbound(9))).isEqualTo(callee("").id());
        assertThat(Dialog.Id.ofInbound(invite)).isEqualTo(new Dialog.Id("call-1", "", "a1"));
    }

    @Test
    void secureIsSipsOverTlsOnly() throws Exception {
        assertThat(Dialog.ofCaller(invite, ok("", "sip:b@x"), true).isSecure()).isFalse();
        invite.setRequestURI(SipMessages.addresses().createURI("sips:bob@example.org"));
        assertThat(Dialog.ofCaller(invite, ok("", "sips:b@x"), true).isSecure()).isTrue();
        assertThat(Dialog.ofCallee(invite, ok("", "sips:b@x"), false).isSecure()).isFalse();
    }

    private Dialog caller(String recordRoute) {
        return Dialog.ofCaller(invite, ok(recordRoute, "sip:bob@192.0.2.9:5070"), false);
    }

    private Dialog callee(String recordRoute) {
        String text = StackMessages.text("INVITE", "z9hG4bK-1");
        Request request = RecordedRequest.of(text + recordRoute).message();
        return Dialog.ofCallee(request, Responses.create(request, 200, "OK", "b1"), false);
    }

    private static Response ok(String recordRoute, String contact) {
        return (Response)
                RecordedRequest.parse(
                        """
                        SIP/2.0 200 OK
                        Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK-1
                        From: <sip:alice@example.org>;tag=a1
                        To: <sip:bob@example.org>;tag=b1
                        Call-ID: call-1
                        CSeq: 7 INVITE
                        Contact: <%s>
                        %s
                        """
                                .formatted(contact, recordRoute));
    }

    private static Request inbound(int sequence) {
        return RecordedRequest.of(
                        StackMessages.text("INFO", "z9hG4bK-2")
                                .replace("CSeq: 7", "CSeq: " + sequence)
                                .replace(
                                        "<sip:bob@example.org>\n",
                                        "<sip:bob@example.org>;tag=b1\n"))
                .message();
    }

    private static List<String> values(Message message, String name) {
        List<String> values = new ArrayList<>();
        Iterator<?> headers = message.getHeaders(name);
        while (headers.hasNext()) {
            String line = headers.next().toString();
            values.add(line.substring(line.indexOf(':') + 1).trim());
        }
        return values;
    }
}
