package org.earshot.softphone.ua;

import java.util.Optional;
import java.util.function.Supplier;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who deals with a request of somebody else, and whether anybody does (RFC 3261 §8.2). Confined to the user-agent
/// thread.
final class RequestRouting {
    private static final Logger log = LoggerFactory.getLogger(RequestRouting.class);

    private final Supplier<Optional<LoggedIn>> loggedIn;
    private final Calls calls;
    private final FileTransfers files;
    private final Messages messages;
    private final Watching watching;
    private final ContactList contacts;
    private final RuleKeeping rules;
    private final MailboxWatch mailbox;

    RequestRouting(
            Supplier<Optional<LoggedIn>> loggedIn,
            Calls calls,
            FileTransfers files,
            Messages messages,
            Watching watching,
            ContactList contacts,
            RuleKeeping rules,
            MailboxWatch mailbox) {
        this.loggedIn = loggedIn;
        this.calls = calls;
        this.files = files;
        this.messages = messages;
        this.watching = watching;
        this.contacts = contacts;
        this.rules = rules;
        this.mailbox = mailbox;
    }

    /// Answers it in any case, unless it is an ACK.
    void handle(InboundRequest request) {
        try {
            route(request);
        } catch (SipRejection e) {
            reject(request, e);
        } catch (RuntimeException e) {
            log.error("{} {} failed", request.method(), request.callId(), e);
            reject(
                    request,
                    new SipRejection(Response.SERVER_INTERNAL_ERROR, "Server Internal Error"));
        }
    }

    private static void reject(InboundRequest request, SipRejection why) {
        if (!request.method().equals(Request.ACK)) {
            Response response = request.createResponse(why.status(), why.getMessage());
            why.headers().forEach(response::addHeader);
            request.respond(response);
        }
    }

    private void route(InboundRequest request) throws SipRejection {
        Request message = request.message();
        Inbox.check(message);
        if (!request.method().equals(Request.MESSAGE)) {
            Optional<Call> call = calls.of(message, false);
            if (call.isPresent()) {
                call.get().onRequest(request);
                return;
            }
            Optional<FileTransfer> file = files.of(message);
            if (file.isPresent()) {
                files.within(file.get(), request);
                return;
            }
        }
        if (!isFromServer(request.flow()) && !request.method().equals(Request.ACK)) {
            throw new SipRejection(Response.FORBIDDEN, "Only By The Server");
        }
        if (request.method().equals(Request.MESSAGE)) {
            messages.receive(request);
            return;
        }
        if (request.method().equals(Request.NOTIFY)) {
            if (contacts.matches(message)) {
                contacts.receive(request);
            } else if (rules.matches(message)) {
                rules.receive(request);
            } else if (mailbox.matches(message)) {
                mailbox.receive(request);
            } else {
                watching.receive(request);
            }
            return;
        }
        boolean inDialog = Inbox.isInDialog(message);
        switch (request.method()) {
            case Request.ACK -> {} // of a call that is over
            case Request.INVITE -> {
                if (inDialog) {
                    throw Rejections.noSuchCall();
                }
                if (FileTransfers.isOffer(message)) {
                    files.offered(request);
                } else {
                    calls.ring(request);
                }
            }
            case Request.OPTIONS -> {
                if (inDialog) {
                    throw Rejections.noSuchCall();
                }
                options(request);
                files.isThere(SipUris.canonical(Fields.sender(message)));
            }
            default -> throw Rejections.noSuchCall();
        }
    }

    /// Only the server checks who somebody is, and only over UDP can others reach us. Within a call the tags
    /// are proof enough, for its requests need not pass the server.
    private boolean isFromServer(Flow flow) {
        return flow.transport().isReliable()
                || loggedIn.get().filter(l -> l.isServer(flow.remote().getAddress())).isPresent();
    }

    private static void options(InboundRequest request) {
        Response response = request.createResponse(Response.OK, "OK");
        response.addHeader(Fields.allow());
        response.addHeader(Fields.header("Accept", "application/sdp"));
        response.addHeader(Fields.header("Accept", "text/plain"));
        response.addHeader(Fields.header("Accept", "message/cpim"));
        response.addHeader(Fields.header("Allow-Events", "presence"));
        response.addHeader(Fields.header("Allow-Events", "message-summary"));
        response.addHeader(Fields.options("Supported", "100rel, replaces"));
        request.respond(response);
    }
}
