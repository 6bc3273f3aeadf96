package org.earshot.softphone.ua;

import java.util.Optional;
import java.util.function.Supplier;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.softphone.sdp.Agreement;
import org.earshot.softphone.sdp.Offer;
import org.earshot.softphone.sdp.OfferAnswer;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;

/// Somebody's INVITE until there is a session, or none (RFC 3261 §13.3). Confined to the user-agent thread.
final class IncomingInvite {

    /// What the call hears.
    interface Listener {
        /// The caller took it back.
        void onCancelled(boolean answeredElsewhere);

        /// The session stands.
        void onConfirmed(CallDialog dialog, Agreement agreement);

        /// There will be no session, or it has to end.
        void onFailed(String reason);
    }

    private final CallContext context;
    private final Supplier<OfferAnswer> answers;
    private final InboundRequest request;
    private final Listener listener;
    private final CallDialog dialog;
    private OfferAnswer offerAnswer;
    private Optional<Agreement> prepared; // empty: no offer came, ours goes in the 200

    private Optional<Offer> ownOffer = Optional.empty();
    private Optional<Retransmission> ringing = Optional.empty();
    private Optional<Retransmission> answering = Optional.empty();
    private boolean answered;
    private boolean over;

    /// @param answers makes the answer, with our addresses as they are known then
    /// @throws SipRejection if we can't take it
    IncomingInvite(
            CallContext context,
            Supplier<OfferAnswer> answers,
            InboundRequest request,
            Listener listener)
            throws SipRejection {
        this.context = context;
        this.answers = answers;
        this.request = request;
        this.listener = listener;
        Request invite = request.message();
        try {
            prepare();
        } catch (SdpException e) {
            throw Rejections.notAcceptable(e.getMessage());
        }
        dialog =
                CallDialog.ofCallee(
                        context.identity(),
                        invite,
                        request.createResponse(Response.RINGING, "Ringing"));
    }

    private void prepare() throws SdpException {
        offerAnswer = answers.get();
        byte[] offer = Fields.body(request.message());
        prepared =
                offer.length == 0
                        ? Optional.empty()
                        : Optional.of(
                                offerAnswer.answer(
                                        SessionDescription.parse(offer),
                                        Optional.empty(),
                                        context.direction(false)));
    }

    CallDialog dialog() {
        return dialog;
    }

    /// Tells the caller that it rings, reliably if he insists (RFC 3262 §3).
    void ring() {
        Response response = withContact(request.createResponse(Response.RINGING, "Ringing"));
        if (Fields.lists(request.message(), "Require", "100rel")) {
            response.addHeader(Fields.header("Require", "100rel"));
            response.addHeader(Fields.header("RSeq", "1"));
            ringing =
                    Optional.of(
                            Retransmission.ofProvisional(
                                    context.thread(),
                                    () -> request.respond(copy(response)),
                                    () -> {}));
        } else {
            request.respond(response);
        }
        request.onCancel(cancel ->
                context.thread().execute(() -> cancelled(Fields.answeredElsewhere(cancel))));
    }

    private void cancelled(boolean answeredElsewhere) {
        if (!answered && !over) {
            stop();
            request.respond(Response.REQUEST_TERMINATED, "Request Terminated");
            listener.onCancelled(answeredElsewhere);
        }
    }

    /// A PRACK came.
    void onPrack() {
        ringing.ifPresent(Retransmission::stop);
    }

    /// Says no.
    void reject(int status, String reason) {
        if (!answered && !over) {
            stop();
            request.respond(status, reason);
        }
    }

    /// Takes the call: sends the 2xx until the ACK comes (RFC 3261 §13.3.1.4).
    ///
    /// @return what was agreed, unless the offer is ours and the answer comes with the ACK
    Optional<Agreement> answer() {
        ringing.ifPresent(Retransmission::stop);
        answered = true;
        try {
            prepare(); // we may know more addresses of ours than when it began to ring
        } catch (SdpException e) {
            throw new IllegalStateException("the offer could be answered a moment ago", e);
        }
        Response response = withContact(request.createResponse(Response.OK, "OK"));
        response.addHeader(context.identity().allow());
        byte[] body;
        if (prepared.isPresent()) {
            body = prepared.get().local().toBytes();
        } else {
            Offer offer =
                    offerAnswer.offer(
                            context.identity().direct()
                                    ? OfferPlan.DIRECT
                                    : OfferPlan.inAnswer(
                                            context.identity().isEncrypted(),
                                            context.settings().certificate().isPresent(),
                                            context.settings().keyAgreement()),
                            context.direction(false));
            ownOffer = Optional.of(offer);
            body = offer.description().toBytes();
        }
        Fields.setBody(response, "application", "sdp", body);
        answering =
                Optional.of(
                        Retransmission.ofFinal(
                                context.thread(),
                                () -> request.respond(copy(response)),
                                () -> listener.onFailed(Failure.NOT_CONFIRMED.words())));
        return prepared;
    }

    /// The ACK came.
    void onAck(Request ack) {
        if (answering.isEmpty() || over) {
            return;
        }
        stop();
        try {
            Agreement agreement =
                    prepared.isPresent()
                            ? prepared.get()
                            : offerAnswer.agree(
                                    ownOffer.orElseThrow(),
                                    SessionDescription.parse(Fields.body(ack)));
            listener.onConfirmed(dialog, agreement);
        } catch (SdpException e) {
            listener.onFailed(e.getMessage());
        }
    }

    /// Whether the 2xx went out.
    boolean isAnswered() {
        return answered;
    }

    /// Sends nothing any more.
    void stop() {
        over = true;
        ringing.ifPresent(Retransmission::stop);
        answering.ifPresent(Retransmission::stop);
    }

    private Response withContact(Response response) {
        response.addHeader(Fields.header("Contact", context.identity().contactValue()));
        return response;
    }

    private static Response copy(Response response) {
        return (Response) response.clone();
    }
}
