package org.earshot.softphone.ua;

import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.softphone.ua.CallState.Answering;
import org.earshot.softphone.ua.CallState.Calling;
import org.earshot.softphone.ua.CallState.Ended;
import org.earshot.softphone.ua.CallState.Established;
import org.earshot.softphone.ua.CallState.RingingHere;
import org.earshot.softphone.ua.CallState.RingingThere;

/// What the other side asks within a call (RFC 3261 §12.2.2). Confined to the user-agent thread.
final class CallRequests {

    /// What the call hears.
    interface Listener {
        void onBye();

        void onDigit(char digit);

        /// The other side wants us to call somebody.
        ///
        /// @throws SipRejection if it can't be
        void onRefer(InboundRequest request, Session session) throws SipRejection;

        /// The other side tells of something.
        ///
        /// @throws SipRejection if we did not ask for that
        void onNotify(InboundRequest request) throws SipRejection;
    }

    private final Listener listener;

    CallRequests(Listener listener) {
        this.listener = listener;
    }

    /// A request that is for this call.
    ///
    /// @param identity whose Contact answers name
    /// @throws SipRejection to answer with
    void handle(InboundRequest request, CallState state, Identity identity) throws SipRejection {
        Request message = request.message();
        if (request.method().equals(Request.ACK)) {
            onAck(message, state);
            return;
        }
        Optional<CallDialog> early = state.early().flatMap(i -> i.earlyDialog(message));
        CallDialog dialog = early.or(state::dialog).orElseThrow();
        if (!dialog.accepts(message)) {
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "Out Of Order");
        }
        if (early.isPresent()) {
            handleEarly(request, dialog, identity);
        } else {
            handleOfCall(request, state, identity);
        }
    }

    private void handleOfCall(InboundRequest request, CallState state, Identity identity)
            throws SipRejection {
        switch (request.method()) {
            case Request.BYE -> {
                request.respond(Response.OK, "OK");
                if (state instanceof RingingHere(IncomingInvite invite)) {
                    invite.reject(Response.REQUEST_TERMINATED, "Request Terminated");
                }
                listener.onBye();
            }
            case Request.INVITE, Request.UPDATE -> {
                if (!(state instanceof Established(Session session))) {
                    throw Rejections.pending();
                }
                session.onOffer(request);
            }
            case Request.PRACK -> {
                if (state instanceof RingingHere(IncomingInvite invite)) {
                    invite.onPrack();
                }
                request.respond(Response.OK, "OK");
            }
            case Request.INFO -> onInfo(request);
            case Request.REFER -> {
                if (identity.direct()) {
                    // a stranger would have us call whom he likes, in our user's name
                    throw notAllowed(identity);
                }
                if (!(state instanceof Established(Session session))) {
                    throw Rejections.pending();
                }
                listener.onRefer(request, session);
            }
            case Request.NOTIFY -> listener.onNotify(request);
            default -> other(request, identity);
        }
    }

    private static void other(InboundRequest request, Identity identity) throws SipRejection {
        if (!request.method().equals(Request.OPTIONS)) {
            throw notAllowed(identity);
        }
        request.respond(Response.OK, "OK");
    }

    private static SipRejection notAllowed(Identity identity) {
        return new SipRejection(
                Response.METHOD_NOT_ALLOWED, "Method Not Allowed", identity.allow());
    }

    /// A request of somebody who rings for us.
    private void handleEarly(InboundRequest request, CallDialog dialog, Identity identity)
            throws SipRejection {
        Request message = request.message();
        switch (request.method()) {
            case Request.INVITE -> throw Rejections.pending();
            case Request.UPDATE -> {
                if (Fields.body(message).length > 0) {
                    throw Rejections.pending(); // RFC 3311 §5.2: our offer waits for its answer
                }
                dialog.refreshTarget(message);
                Response response = request.createResponse(Response.OK, "OK");
                response.addHeader(Fields.header("Contact", identity.contactValue()));
                request.respond(response);
            }
            case Request.INFO -> onInfo(request);
            default -> other(request, identity);
        }
    }

    private static void onAck(Request ack, CallState state) {
        switch (state) {
            case Answering(IncomingInvite invite, boolean _) -> invite.onAck(ack);
            case Established(Session session) -> session.onAck(ack);
            case Calling _, RingingThere _, RingingHere _, Ended _ -> {}
        }
    }

    /// Keys as desk phones of some makers send them.
    private void onInfo(InboundRequest request) throws SipRejection {
        Request message = request.message();
        boolean relay = Fields.hasType(message, "application", "dtmf-relay");
        if (!relay && !Fields.hasType(message, "application", "dtmf")) {
            if (Fields.body(message).length == 0) {
                request.respond(Response.OK, "OK"); // some use it to see whether we are alive
                return;
            }
            throw Rejections.unsupportedType("application/dtmf-relay");
        }
        request.respond(Response.OK, "OK");
        InfoDigits.in(Fields.bodyText(message)).ifPresent(listener::onDigit);
    }
}
