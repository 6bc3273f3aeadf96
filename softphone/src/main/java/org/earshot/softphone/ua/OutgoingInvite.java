package org.earshot.softphone.ua;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sip.header.Header;
import javax.sip.header.RSeqHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.softphone.sdp.Agreement;
import org.earshot.softphone.sdp.Offer;
import org.earshot.softphone.sdp.OfferAnswer;
import org.earshot.softphone.sdp.OfferedProfile;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;

/// An INVITE of ours until there is a session, or none (RFC 3261 §13.2): early dialogs, forks, PRACK
/// (RFC 3262), and the next offer of the plan where one was not acceptable. Lives on after the call was given
/// up, to end what was answered too late. Confined to the user-agent thread.
final class OutgoingInvite implements Requester.Handler {

    /// What the call hears. Nothing after onAnswered, onFailed, or [#cancel].
    interface Listener {
        void onRinging();

        void onEarlyMedia(Agreement agreement);

        void onAnswered(CallDialog dialog, Agreement agreement);

        void onFailed(int status, String reason);
    }

    private final CallContext context;
    private final Supplier<OfferAnswer> offers;
    private final String uri;
    private final Deque<OfferedProfile> plan;
    private final List<Header> more;
    private final Listener listener;

    private final Map<String, EarlyDialog> early = new HashMap<>();
    private Optional<Requester.Exchange> exchange = Optional.empty();
    private OfferAnswer offerAnswer;
    private Offer offer;
    private long cSeq;
    private boolean
            tooOpen; // somebody could have been reached, but not by a way that is safe for keys
    private boolean over; // the call has heard its last word
    private CallDialog answered;

    private static final class EarlyDialog {
        private final CallDialog dialog;
        private Optional<Agreement> agreement = Optional.empty();
        private long rSeq = -1;

        EarlyDialog(CallDialog dialog) {
            this.dialog = dialog;
        }
    }

    /// @param offers makes the offers, with our addresses as they are known then
    /// @param more headers of the INVITE, such as Replaces
    OutgoingInvite(
            CallContext context,
            Supplier<OfferAnswer> offers,
            String uri,
            List<OfferedProfile> plan,
            List<Header> more,
            Listener listener) {
        this.context = context;
        this.offers = offers;
        this.uri = uri;
        this.plan = new ArrayDeque<>(plan);
        this.more = List.copyOf(more);
        this.listener = listener;
    }

    /// Sends the next offer of the plan, unless it was given up meanwhile.
    ///
    /// @throws IllegalArgumentException if the URI is none
    void start() {
        if (over) {
            return;
        }
        offerAnswer = offers.get();
        offer = offerAnswer.offer(plan.remove(), context.direction(false));
        early.clear();
        Identity identity = context.identity();
        cSeq = 1;
        Request invite =
                identity.request(
                        Request.INVITE,
                        uri,
                        Fields.plain(Fields.uri(uri)),
                        Identity.newCallId(),
                        cSeq);
        invite.addHeader(Fields.header("Contact", identity.contactValue()));
        invite.addHeader(identity.allow());
        invite.addHeader(identity.supported());
        more.forEach(header -> invite.addHeader((Header) header.clone()));
        Fields.setBody(invite, "application", "sdp", offer.description().toBytes());
        exchange =
                Optional.of(
                        context.requester().send(invite, identity.server(), () -> ++cSeq, this));
    }

    /// The early dialog that a request of the other side belongs to.
    Optional<CallDialog> earlyDialog(Request request) {
        return early.values().stream()
                .map(e -> e.dialog)
                .filter(d -> d.matches(request))
                .findFirst();
    }

    /// Gives up; the call hears nothing more.
    void cancel() {
        if (!over) {
            over = true;
            exchange.ifPresent(sent -> sent.cancel(List.of()));
        }
    }

    @Override
    public void onResponse(Request sent, Response response, Flow flow) {
        int status = response.getStatusCode();
        if (status < 200) {
            if (status > 100 && !over) {
                onProvisional(sent, response);
            }
        } else if (status < 300) {
            onSuccess(sent, response);
        } else if (!over) {
            tooOpen |= String.valueOf(response.getHeader("Warning")).contains("keys need TLS");
            boolean notAcceptable = status == Response.NOT_ACCEPTABLE_HERE || status == 606;
            if (notAcceptable && !plan.isEmpty()) {
                start();
            } else {
                fail(status, reason(status, response));
            }
        }
    }

    private String reason(int status, Response response) {
        return tooOpen
                ? Failure.NOT_ENCRYPTED.words()
                : Reasons.of(status, response.getReasonPhrase());
    }

    @Override
    public void onFailure(int status, String reason) {
        if (!over) {
            boolean nobody = status == Response.REQUEST_TIMEOUT && context.identity().direct();
            fail(status, nobody ? Failure.NO_REPLY.words() : reason);
        }
    }

    private void fail(int status, String reason) {
        over = true;
        listener.onFailed(status, reason);
    }

    private void onProvisional(Request sent, Response response) {
        String tag = tag(response);
        if (!tag.isEmpty()) {
            EarlyDialog dialog =
                    early.computeIfAbsent(
                            tag,
                            _ ->
                                    new EarlyDialog(
                                            CallDialog.ofCaller(
                                                    context.identity(), sent, response)));
            if (Fields.lists(response, "Require", "100rel") && !acknowledge(dialog, response)) {
                return; // a repetition, or out of order
            }
            if (dialog.agreement.isEmpty() && Fields.hasType(response, "application", "sdp")) {
                dialog.agreement = agreement(response);
                // Of several phones that ring the first is heard; the one that answers takes over.
                if (early.values().stream().filter(e -> e.agreement.isPresent()).count() == 1) {
                    dialog.agreement.ifPresent(listener::onEarlyMedia);
                }
            }
        }
        if (response.getStatusCode() == Response.RINGING) {
            listener.onRinging();
        }
    }

    /// RFC 3262 §4: in order, each once.
    private boolean acknowledge(EarlyDialog early, Response response) {
        if (!(response.getHeader(RSeqHeader.NAME) instanceof RSeqHeader header)) {
            return false;
        }
        long number = header.getSequenceNumber();
        if (early.rSeq >= 0 && number != early.rSeq + 1) {
            return false;
        }
        early.rSeq = number;
        early.dialog.refreshTarget(response);
        Request prack = early.dialog.request(Request.PRACK);
        prack.addHeader(
                Fields.header("RAck", number + " " + Fields.cSeq(response) + " " + Request.INVITE));
        context.requester()
                .send(prack, early.dialog.destination(), early.dialog::nextSeq, Ignored.HANDLER);
        return true;
    }

    /// An answer that is none leaves the early dialog silent; that of the 2xx decides.
    private Optional<Agreement> agreement(Response response) {
        try {
            return Optional.of(
                    offerAnswer.agree(offer, SessionDescription.parse(Fields.body(response))));
        } catch (SdpException _) {
            return Optional.empty();
        }
    }

    private void onSuccess(Request sent, Response response) {
        String tag = tag(response);
        CallDialog dialog;
        if (answered != null && answered.remoteTag().equals(tag)) {
            dialog = answered; // its ACK was lost
            acknowledge(dialog, response);
            return;
        }
        EarlyDialog known = early.get(tag);
        dialog = CallDialog.ofCaller(context.identity(), sent, response);
        if (known != null) {
            dialog.atLeast(known.dialog.nextSeq());
        }
        acknowledge(dialog, response);
        if (over) {
            // RFC 3261 §13.2.2.4: a second fork that answered, or an answer that crossed our CANCEL
            bye(dialog);
            return;
        }
        over = true;
        answered = dialog;
        try {
            Agreement agreement = finalAgreement(response, known);
            listener.onAnswered(dialog, agreement);
        } catch (SdpException e) {
            bye(dialog);
            listener.onFailed(Response.NOT_ACCEPTABLE_HERE, e.getMessage());
        }
    }

    private Agreement finalAgreement(Response response, EarlyDialog known) throws SdpException {
        if (Fields.hasType(response, "application", "sdp")) {
            return offerAnswer.agree(offer, SessionDescription.parse(Fields.body(response)));
        }
        if (known != null && known.agreement.isPresent()) {
            return known.agreement.get(); // RFC 6337 §3.1.1: the answer came reliably before
        }
        throw new SdpException("answered without saying how");
    }

    private void acknowledge(CallDialog dialog, Response response) {
        context.requester().sendAck(dialog.ack(Fields.cSeq(response)), dialog.destination());
    }

    private void bye(CallDialog dialog) {
        context.requester()
                .send(
                        dialog.request(Request.BYE),
                        dialog.destination(),
                        dialog::nextSeq,
                        Ignored.HANDLER);
    }

    private static String tag(Response response) {
        String tag = ((ToHeader) response.getHeader(ToHeader.NAME)).getTag();
        return tag == null ? "" : tag;
    }
}
