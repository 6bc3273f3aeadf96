package org.earshot.softphone.ua;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.softphone.ua.UserAgentEvent.Delivery;

/// Texts (RFC 3428): those that go out, each address in its order, and those that come in. Confined to the
/// user-agent thread.
final class Messages {
    static final int LONGEST_TEXT =
            60_000; // bytes; a MESSAGE has to fit into one buffer of 64 KiB everywhere
    private static final int REMEMBERED = 2_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    /// What messages need of the user agent.
    interface Host {
        /// Who and where we are; empty while that is not known.
        Optional<Identity> identity();

        Requester requester();

        /// The server did not answer: sendWaiting will be called when it is back.
        void waitForServer();

        void tell(UserAgentEvent event);
    }

    private record Outgoing(
            Id id, String uri, String text, String callId, String tag, Instant since) {}

    private final Host host;
    private final InstantSource clock;
    private final AtomicLong ids;
    private final Map<String, ArrayDeque<Outgoing>> outbox = new LinkedHashMap<>();
    private final Map<String, Requester.Exchange> underWay = new LinkedHashMap<>();
    private final LinkedHashSet<String> seen = new LinkedHashSet<>();

    Messages(Host host, InstantSource clock, AtomicLong ids) {
        this.host = host;
        this.clock = clock;
        this.ids = ids;
    }

    boolean isWaiting() {
        return !outbox.isEmpty();
    }

    /// Sends a text as soon as those before it to the same address are through.
    void send(Id id, String uri, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            failed(id, "longer than " + LONGEST_TEXT + " bytes");
            return;
        }
        ArrayDeque<Outgoing> queue = outbox.computeIfAbsent(uri, _ -> new ArrayDeque<>());
        queue.add(
                new Outgoing(
                        id, uri, text, Identity.newCallId(), Identity.newTag(), clock.instant()));
        if (queue.size() == 1) {
            sendFirst(uri);
        }
    }

    /// The server is there (again).
    void sendWaiting() {
        for (String uri : java.util.List.copyOf(outbox.keySet())) {
            if (!underWay.containsKey(uri)) {
                sendFirst(uri);
            }
        }
    }

    private void sendFirst(String uri) {
        Outgoing message = outbox.get(uri).peek();
        Optional<Identity> who = host.identity();
        if (who.isEmpty()) {
            host.waitForServer();
            return;
        }
        Identity identity = who.get();
        Request request;
        try {
            request = identity.request(Request.MESSAGE, uri, uri, message.callId(), 1);
            // A repetition after a lost answer must look like the first try, so that it is shown
            // once.
            String from = "<" + identity.account().address() + ">;tag=" + message.tag();
            request.setHeader(Fields.header("From", from));
        } catch (IllegalArgumentException e) {
            done(
                    uri,
                    new UserAgentEvent.MessageStatus(
                            message.id(), Delivery.FAILED, e.getMessage()));
            return;
        }
        byte[] body = message.text().getBytes(StandardCharsets.UTF_8);
        Fields.setBody(request, "text", "plain", body);
        request.setHeader(Fields.header(ContentTypeHeader.NAME, "text/plain;charset=UTF-8"));
        long[] cSeq = {1};
        underWay.put(
                uri,
                host.requester()
                        .send(request, identity.server(), () -> ++cSeq[0], new Answers(message)));
    }

    private final class Answers implements Requester.Handler {
        private final Outgoing message;

        Answers(Outgoing message) {
            this.message = message;
        }

        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status >= 300) {
                onFailure(status, Reasons.of(status, response.getReasonPhrase()));
            } else if (status >= 200) {
                done(
                        message.uri(),
                        new UserAgentEvent.MessageStatus(message.id(), Delivery.SENT, ""));
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            boolean serverAway =
                    status == Response.SERVICE_UNAVAILABLE || status == Response.REQUEST_TIMEOUT;
            if (serverAway && clock.instant().isBefore(message.since().plus(LONGEST_WAIT))) {
                underWay.remove(message.uri());
                host.waitForServer();
            } else {
                done(
                        message.uri(),
                        new UserAgentEvent.MessageStatus(message.id(), Delivery.FAILED, reason));
            }
        }
    }

    private void done(String uri, UserAgentEvent.MessageStatus status) {
        underWay.remove(uri);
        ArrayDeque<Outgoing> queue = outbox.get(uri);
        queue.poll();
        host.tell(status);
        if (queue.isEmpty()) {
            outbox.remove(uri);
        } else {
            sendFirst(uri);
        }
    }

    private void failed(Id id, String reason) {
        host.tell(new UserAgentEvent.MessageStatus(id, Delivery.FAILED, reason));
    }

    /// A MESSAGE came.
    ///
    /// @throws SipRejection to answer with
    void receive(InboundRequest request) throws SipRejection {
        Request message = request.message();
        if (!Fields.hasType(message, "text", "plain")) {
            throw new SipRejection(
                    Response.UNSUPPORTED_MEDIA_TYPE,
                    "Unsupported Media Type",
                    Fields.header("Accept", "text/plain"));
        }
        if (Fields.body(message).length > LONGEST_TEXT) {
            throw new SipRejection(Response.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large");
        }
        request.respond(Response.OK, "OK");
        // A sender whose answer was lost sends it again, in another transaction.
        if (!seen.add(request.callId() + " " + Fields.cSeq(message))) {
            return;
        }
        if (seen.size() > REMEMBERED) {
            seen.removeFirst();
        }
        host.tell(
                new UserAgentEvent.MessageReceived(
                        new Id(ids.incrementAndGet()),
                        Fields.sender(message),
                        Fields.bodyText(message),
                        clock.instant()));
    }
}
