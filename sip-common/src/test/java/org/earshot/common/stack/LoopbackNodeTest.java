package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;

final class LoopbackNodeTest {
    private static final Destination BOB =
            new Destination.Address(Transport.TLS, "192.0.2.9", 5061, "example.org");

    private final List<String> heard = new ArrayList<>();
    private final ClientTransaction.Listener listener =
            new ClientTransaction.Listener() {
                @Override
                public void onResponse(Response response, Flow flow) {
                    heard.add(response.getStatusCode() + " " + response.getReasonPhrase());
                }

                @Override
                public void onTimeout() {
                    heard.add("timeout");
                }

                @Override
                public void onTransportError(String reason) {
                    heard.add(reason);
                }
            };

    @Test
    void theTestPlaysTheOtherEnd() {
        LoopbackNode node = new LoopbackNode();
        node.send(StackMessages.request("MESSAGE").message(), BOB, "-x", listener, Runnable::run);
        LoopbackNode.Sent sent = node.take();

        assertThat(sent.destination()).isEqualTo(BOB);
        assertThat(sent.branch()).startsWith("z9hG4bK").endsWith("-x");
        ViaHeader via = (ViaHeader) sent.request().getHeader(ViaHeader.NAME);
        assertThat(via.getBranch()).isEqualTo(sent.branch());
        assertThat(via.getTransport()).isEqualTo("TLS");

        sent.respond(202, "Accepted");
        sent.timeOut();
        sent.fail("broken");
        assertThat(heard).containsExactly("202 Accepted", "timeout", "broken");
        assertThatThrownBy(node::take).isInstanceOf(AssertionError.class);
    }

    @Test
    void aHandlerAnswersInItsPlace() {
        LoopbackNode node = new LoopbackNode();
        List<String> tags = new ArrayList<>();
        node.answeredBy(
                new MethodRouter(
                        Map.of(
                                "INVITE",
                                request -> {
                                    request.respond(180, "Ringing");
                                    request.onCancel(cancel -> {
                                        ToHeader to = (ToHeader) cancel.getHeader(ToHeader.NAME);
                                        tags.add(String.valueOf(to.getTag()));
                                        request.respond(487, "Request Terminated");
                                    });
                                },
                                "ACK",
                                _ -> heard.add("ack"))));

        ClientTransaction invite =
                node.send(
                        StackMessages.request("INVITE").message(),
                        BOB,
                        "",
                        listener,
                        Runnable::run);
        invite.cancel(List.of());
        node.sendAck(StackMessages.request("ACK").message(), BOB);

        assertThat(heard).containsExactly("180 Ringing", "487 Request Terminated", "ack");
        assertThat(tags).containsExactly("null");
        assertThat(node.sent().getFirst().cancelled()).isPresent();
    }
}
