package org.earshot.softphone.ua;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
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
    private static final int LONGEST_KEY = 200;
    private static final int MOST_UNSENT = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    /// What messages need of the user agent.
    interface Host {
        /// Who and where we are; empty while that is not known.
        Optional<Identity> identity();

        Requester requester();

        /// The server did not answer, or is not known yet: sendWaiting will be called when it is back.
        void waitForServer();

        void tell(UserAgentEvent event);
    }

    /// Texts of one person to one address go out in their order.
    private record Line(String account, String uri) {}

    private record Outgoing(Id id, MessageStore.Unsent message) {
        Line line() {
            return new Line(message.account(), message.uri());
        }
    }

    private final Host host;
    private final MessageStore store;
    private final InstantSource clock;
    private final AtomicLong ids;
    private final Map<Line, ArrayDeque<Outgoing>> outbox = new LinkedHashMap<>();
    private final Map<Line, Requester.Exchange> underWay = new LinkedHashMap<>();
    private final LinkedHashSet<String> seen;

    Messages(Host host, MessageStore store, InstantSource clock, AtomicLong ids) {
        this.host = host;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        seen = new LinkedHashSet<>(store.seen());
        for (MessageStore.Unsent message : store.unsent()) {
            queue(new Outgoing(new Id(ids.incrementAndGet()), message));
        }
    }

    /// Whether texts of an account wait for the server.
    boolean isWaiting(AddressOfRecord account) {
        return outbox.keySet().stream().anyMatch(l -> l.account().equals(account.toString()));
    }

    /// Sends a text as soon as those before it to the same address are through; under this account's name or
    /// not at all.
    void send(Id id, AddressOfRecord account, String uri, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            failed(id, "longer than " + LONGEST_TEXT + " bytes");
            return;
        }
        if (outbox.values().stream().mapToInt(ArrayDeque::size).sum() >= MOST_UNSENT) {
            failed(id, MOST_UNSENT + " messages wait for the server");
            return;
        }
        MessageStore.Unsent message =
                new MessageStore.Unsent(
                        account.toString(),
                        uri,
                        text,
                        Identity.newCallId(),
                        Identity.newTag(),
                        clock.instant());
        store.add(message);
        Outgoing outgoing = new Outgoing(id, message);
        if (queue(outgoing) == 1) {
            sendFirst(outgoing.line());
        }
    }

    private int queue(Outgoing outgoing) {
        ArrayDeque<Outgoing> queue =
                outbox.computeIfAbsent(outgoing.line(), _ -> new ArrayDeque<>());
        queue.add(outgoing);
        return queue.size();
    }

    /// The server is there (again). Texts of another account wait until that one is back.
    void sendWaiting() {
        Optional<String> account = host.identity().map(Messages::name);
        for (Line line : List.copyOf(outbox.keySet())) {
            if (account.equals(Optional.of(line.account())) && !underWay.containsKey(line)) {
                sendFirst(line);
            }
        }
    }

    private static String name(Identity identity) {
        return identity.account().address().toString();
    }

    private void sendFirst(Line line) {
        Optional<Identity> who = host.identity().filter(i -> name(i).equals(line.account()));
        if (who.isEmpty()) {
            host.waitForServer();
            return;
        }
        Identity identity = who.get();
        Outgoing outgoing = outbox.get(line).element();
        MessageStore.Unsent message = outgoing.message();
        Request request;
        try {
            request =
                    identity.request(Request.MESSAGE, line.uri(), line.uri(), message.callId(), 1);
            // A repetition after a lost answer must look like the first try, so that it is shown
            // once.
            String from = "<" + line.account() + ">;tag=" + message.tag();
            request.setHeader(Fields.header("From", from));
        } catch (IllegalArgumentException e) {
            done(
                    outgoing,
                    new UserAgentEvent.MessageStatus(
                            outgoing.id(), Delivery.FAILED, e.getMessage()));
            return;
        }
        byte[] body = message.text().getBytes(StandardCharsets.UTF_8);
        Fields.setBody(request, "text", "plain", body);
        request.setHeader(Fields.header(ContentTypeHeader.NAME, "text/plain;charset=UTF-8"));
        long[] cSeq = {1};
        underWay.put(
                line,
                host.requester()
                        .send(request, identity.server(), () -> ++cSeq[0], new Answers(outgoing)));
    }

    private final class Answers implements Requester.Handler {
        private final Outgoing outgoing;

        Answers(Outgoing outgoing) {
            this.outgoing = outgoing;
        }

        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status >= 300) {
                onFailure(status, Reasons.of(status, response.getReasonPhrase()));
            } else if (status >= 200) {
                done(outgoing, new UserAgentEvent.MessageStatus(outgoing.id(), Delivery.SENT, ""));
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            boolean serverAway =
                    status == Response.SERVICE_UNAVAILABLE || status == Response.REQUEST_TIMEOUT;
            Instant end = outgoing.message().since().plus(LONGEST_WAIT);
            if (serverAway && clock.instant().isBefore(end)) {
                underWay.remove(outgoing.line());
                host.waitForServer();
            } else {
                done(
                        outgoing,
                        new UserAgentEvent.MessageStatus(outgoing.id(), Delivery.FAILED, reason));
            }
        }
    }

    private void done(Outgoing outgoing, UserAgentEvent.MessageStatus status) {
        Line line = outgoing.line();
        underWay.remove(line);
        store.sent(outgoing.message());
        ArrayDeque<Outgoing> queue = outbox.get(line);
        queue.remove();
        host.tell(status);
        if (queue.isEmpty()) {
            outbox.remove(line);
        } else {
            sendFirst(line);
        }
    }

    private void failed(Id id, String reason) {
        host.tell(new UserAgentEvent.MessageStatus(id, Delivery.FAILED, reason));
    }

    /// Long ones are cut: what strangers choose must not fill our memory.
    private static String key(String ids) {
        return ids.length() <= LONGEST_KEY
                ? ids
                : ids.substring(0, LONGEST_KEY) + " " + ids.hashCode();
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
        // A sender whose answer was lost sends it again: another transaction, perhaps another CSeq.
        String key = key(request.callId() + " " + Fields.senderTag(message));
        if (!seen.add(key)) {
            return;
        }
        store.seen(key);
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
