package org.earshot.softphone.app;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipMessages;

/// A server that says yes to all, and answers each call itself: with plain audio at a port of 127.0.0.1.
final class ScriptedPeer implements RequestHandler {
    private final List<InboundRequest> received = new CopyOnWriteArrayList<>();
    private final String sdp;

    /// @param audioPort    where audio is to be sent
    /// @param payloadTypes that it takes
    ScriptedPeer(int audioPort, int... payloadTypes) {
        String types =
                Arrays.stream(payloadTypes)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(" "));
        sdp =
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP %s
                """
                        .formatted(audioPort, types)
                        .replace("\n", "\r\n");
    }

    @Override
    public void handle(InboundRequest request) {
        received.add(request);
        if (request.method().equals(Request.ACK)) {
            return;
        }
        Response response = request.createResponse(200, "OK");
        if (request.method().equals(Request.INVITE)) {
            try {
                String contact = "<sip:bob@127.0.0.1:" + request.flow().local().getPort() + ">";
                response.addHeader(SipMessages.headers().createHeader("Contact", contact));
                ContentTypeHeader type =
                        SipMessages.headers().createContentTypeHeader("application", "sdp");
                response.setContent(sdp.getBytes(StandardCharsets.UTF_8), type);
            } catch (ParseException e) {
                throw new AssertionError(e);
            }
        }
        request.respond(response);
    }

    /// The requests of a method that came, in their order.
    List<InboundRequest> of(String method) {
        return received.stream().filter(r -> r.method().equals(method)).toList();
    }
}
