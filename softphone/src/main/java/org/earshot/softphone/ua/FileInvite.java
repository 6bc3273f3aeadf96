package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import javax.sip.header.WarningHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;

/// An INVITE of ours that offers a file, until somebody takes it or nobody does (RFC 5547, RFC 3261 §13.2). Lives on after it was
/// given up, to end what was answered too late. Confined to the user-agent thread.
final class FileInvite implements Requester.Handler {

    /// What the transfer hears: one of the last two, once, and nothing after [#cancel].
    interface Listener {
        /// A phone of the other side has it before its user; may come again.
        default void onRinging() {}

        void onAnswered(CallDialog dialog, FileAnswer answer);

        /// @param warning what the other side says for its reason; "" for nothing
        void onFailed(int status, String reason, String warning);
    }

    private final Identity identity;
    private final Requester requester;
    private final FileOffer offer;
    private final Listener listener;
    private final Requester.Exchange exchange;
    private long cSeq = 1;
    private boolean over;
    private Optional<CallDialog> answered = Optional.empty();

    /// Sends it.
    ///
    /// @param sessionId of its description
    /// @throws IllegalArgumentException if the URI is none
    FileInvite(
            Identity identity,
            Requester requester,
            String uri,
            FileOffer offer,
            long sessionId,
            Listener listener) {
        this.identity = identity;
        this.requester = requester;
        this.offer = offer;
        this.listener = listener;
        Request invite =
                identity.request(
                        Request.INVITE,
                        uri,
                        Fields.plain(Fields.uri(uri)),
                        Identity.newCallId(),
                        cSeq);
        invite.addHeader(Fields.header("Contact", identity.contactValue()));
        invite.addHeader(Fields.allow());
        Fields.setBody(invite, "application", "sdp", offer.description(sessionId).toBytes());
        exchange = requester.send(invite, identity.server(), () -> ++cSeq, this);
    }

    /// Gives up; the listener hears nothing more.
    void cancel() {
        if (!over) {
            over = true;
            exchange.cancel(List.of());
        }
    }

    @Override
    public void onResponse(Request sent, Response response, Flow flow) {
        int status = response.getStatusCode();
        if (status >= 300) {
            if (!over) {
                over = true;
                listener.onFailed(
                        status,
                        Reasons.ofFile(status, response.getReasonPhrase()),
                        warning(response));
            }
        } else if (status >= 200) {
            onSuccess(sent, response);
        } else if (status == Response.RINGING && !over) {
            listener.onRinging();
        }
    }

    private static String warning(Response response) {
        return response.getHeader(WarningHeader.NAME) instanceof WarningHeader header
                        && header.getText() != null
                ? header.getText().replaceAll("[\"\\p{Cntrl}]", "")
                : "";
    }

    @Override
    public void onFailure(int status, String reason) {
        if (!over) {
            over = true;
            listener.onFailed(status, reason, "");
        }
    }

    private void onSuccess(Request sent, Response response) {
        if (answered.filter(d -> d.remoteTag().equals(Fields.recipientTag(response))).isPresent()) {
            acknowledge(answered.get(), response); // its ACK was lost
            return;
        }
        CallDialog dialog = CallDialog.ofCaller(identity, sent, response);
        acknowledge(dialog, response);
        if (over) {
            // RFC 3261 §13.2.2.4: a second phone that answered, or an answer that crossed our
            // CANCEL
            FileGoodbye.CANCELLED.say(dialog, requester);
            return;
        }
        over = true;
        answered = Optional.of(dialog);
        try {
            listener.onAnswered(
                    dialog,
                    FileAnswer.read(offer, SessionDescription.parse(Fields.body(response))));
        } catch (SdpException e) {
            FileGoodbye.failed(e.getMessage()).say(dialog, requester);
            listener.onFailed(Response.NOT_ACCEPTABLE_HERE, e.getMessage(), "");
        }
    }

    private void acknowledge(CallDialog dialog, Response response) {
        requester.sendAck(dialog.ack(Fields.cSeq(response)), dialog.destination());
    }
}
