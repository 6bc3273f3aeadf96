package org.earshot.proxy;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.InvalidArgumentException;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipMessages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers that must not go back: media keys over cleartext, a channel beside the record. They don't: the branch counts as
/// 488, and a callee that had answered is told, in the caller's place, that there will be no call.
final class VetoedAnswers {
    private static final Logger log = LoggerFactory.getLogger(VetoedAnswers.class);

    private final RequestSender sender;

    VetoedAnswers(RequestSender sender) {
        this.sender = sender;
    }

    /// Who has answered.
    ///
    /// @param destination by which they are reached
    /// @param route for the node that reaches them, where it is another one
    record Answerer(Destination destination, Optional<Header> route) {}

    /// Acknowledges the 2xx of an INVITE and hangs up. A 2xx that is repeated gets the same again; its
    /// second BYE finds no dialog.
    void hangUp(Response response, Veto veto, Answerer answerer, Executor queue) {
        try {
            long cSeq = ((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getSeqNumber();
            sender.sendAck(
                    request(Request.ACK, cSeq, response, veto, answerer), answerer.destination());
            sender.send(
                    request(Request.BYE, cSeq + 1, response, veto, answerer),
                    answerer.destination(),
                    "",
                    new Indifferent(),
                    queue);
        } catch (ParseException | InvalidArgumentException e) {
            log.warn("an answer that is not let through could not be hung up", e);
        }
    }

    private static Request request(
            String method, long cSeq, Response response, Veto veto, Answerer answerer)
            throws ParseException, InvalidArgumentException {
        FromHeader from = (FromHeader) response.getHeader(FromHeader.NAME);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        URI target =
                response.getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                        ? contact.getAddress().getURI()
                        : to.getAddress().getURI();
        Request request =
                SipMessages.messages()
                        .createRequest(
                                (URI) target.clone(),
                                method,
                                (CallIdHeader) response.getHeader(CallIdHeader.NAME).clone(),
                                SipMessages.headers().createCSeqHeader(cSeq, method),
                                (FromHeader) from.clone(),
                                (ToHeader) to.clone(),
                                new ArrayList<>(),
                                SipMessages.headers()
                                        .createMaxForwardsHeader(
                                                ValidationStep.DEFAULT_MAX_FORWARDS));
        if (method.equals(Request.BYE)) {
            request.addHeader(Headers.of("Reason", "SIP;cause=488;text=\"" + veto.words() + '"'));
        }
        answerer.route().ifPresent(route -> request.addHeader((Header) route.clone()));
        return request;
    }

    /// Nothing depends on how the BYE ends.
    private static final class Indifferent implements ClientTransaction.Listener {
        @Override
        public void onResponse(Response response, Flow flow) {}

        @Override
        public void onTimeout() {}

        @Override
        public void onTransportError(String reason) {
            log.debug("BYE for an answer that was not let through: {}", reason);
        }
    }
}
