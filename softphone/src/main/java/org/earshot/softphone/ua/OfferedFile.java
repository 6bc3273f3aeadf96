package org.earshot.softphone.ua;

import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.MsrpEnd;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;

/// Somebody's INVITE that offers a file, until it is answered for good (RFC 3261 §13.3). Confined to the user-agent thread.
final class OfferedFile {

    /// What the transfer hears.
    interface Listener {
        /// The sender took it back, or another phone of ours has taken the file.
        void onCancelled(boolean answeredElsewhere);

        /// Nobody confirmed our answer.
        void onUnconfirmed();
    }

    private final UserAgentThread thread;
    private final Identity identity;
    private final InboundRequest request;
    private final SessionDescription session;
    private final FileOffer offer;
    private final CallDialog dialog;
    private Optional<Retransmission> ringing = Optional.empty();
    private Optional<Retransmission> answering = Optional.empty();
    private boolean over;

    /// @throws SipRejection if the offer can't be used
    OfferedFile(UserAgentThread thread, Identity identity, InboundRequest request)
            throws SipRejection {
        this.thread = thread;
        this.identity = identity;
        this.request = request;
        try {
            session = SessionDescription.parse(Fields.body(request.message()));
            offer = FileOffer.read(session);
        } catch (SdpException e) {
            throw Rejections.notAcceptable(e.getMessage());
        }
        dialog =
                CallDialog.ofCallee(
                        identity,
                        request.message(),
                        request.createResponse(Response.RINGING, "Ringing"));
    }

    FileOffer offer() {
        return offer;
    }

    CallDialog dialog() {
        return dialog;
    }

    Identity identity() {
        return identity;
    }

    /// The sender's address, and what it is known by.
    String sender() {
        return Fields.sender(request.message());
    }

    /// Tells the sender that it is offered here; reliably if he insists (RFC 3262 §3).
    void ring(Listener listener) {
        Response response = withContact(request.createResponse(Response.RINGING, "Ringing"));
        if (Fields.lists(request.message(), "Require", "100rel")) {
            response.addHeader(Fields.header("Require", "100rel"));
            response.addHeader(Fields.header("RSeq", "1"));
            ringing =
                    Optional.of(
                            Retransmission.ofProvisional(
                                    thread,
                                    () -> request.respond((Response) response.clone()),
                                    () -> {}));
        } else {
            request.respond(response);
        }
        request.onCancel(cancel ->
                thread.execute(() -> cancelled(listener, Fields.answeredElsewhere(cancel))));
    }

    private void cancelled(Listener listener, boolean answeredElsewhere) {
        if (!over && answering.isEmpty()) {
            stop();
            request.respond(Response.REQUEST_TERMINATED, "Request Terminated");
            listener.onCancelled(answeredElsewhere);
        }
    }

    /// A PRACK came.
    void onPrack() {
        ringing.ifPresent(Retransmission::stop);
    }

    /// Whether nobody has decided.
    boolean isOpen() {
        return !over && answering.isEmpty();
    }

    /// Says no.
    ///
    /// @param warning why, for the other user; "" for nothing
    void refuse(int status, String phrase, String warning) {
        if (isOpen()) {
            stop();
            Response response = request.createResponse(status, phrase);
            if (!warning.isEmpty()) {
                Rejections.notAcceptable(warning).headers().forEach(response::addHeader);
            }
            request.respond(response);
        }
    }

    /// Takes it: sends the 2xx until its ACK comes (RFC 3261 §13.3.1.4).
    ///
    /// @param have how many bytes are there already
    void accept(MsrpEnd own, long have, RandomGenerator random, Listener listener) {
        ringing.ifPresent(Retransmission::stop);
        Response response = withContact(request.createResponse(Response.OK, "OK"));
        response.addHeader(Fields.allow());
        Fields.setBody(
                response,
                "application",
                "sdp",
                offer.answer(session, have, own, random.nextLong(1L << 53)).toBytes());
        answering =
                Optional.of(
                        Retransmission.ofFinal(
                                thread,
                                () -> request.respond((Response) response.clone()),
                                listener::onUnconfirmed));
    }

    /// An ACK came in the dialog.
    void onAck() {
        if (answering.isPresent()) {
            stop();
        }
    }

    /// Sends nothing any more.
    void stop() {
        over = true;
        ringing.ifPresent(Retransmission::stop);
        answering.ifPresent(Retransmission::stop);
    }

    /// Whether this is the same INVITE by another way (RFC 3261 §8.2.2.2).
    boolean isForkOf(Request invite) {
        return dialog.isOf(invite);
    }

    private Response withContact(Response response) {
        response.addHeader(Fields.header("Contact", identity.contactValue()));
        return response;
    }
}
