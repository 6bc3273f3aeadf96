package org.earshot.proxy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.call.CallEnd;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.common.stack.Transport;

/// What another node of the domain sends on over a flow of this one (docs/decisions/0042): it has asked who sends it, ruled on it and
/// recorded it, and stays on the path; here it only goes to that flow, and nowhere else. What [EdgeTokens] in the topmost Route say is all
/// that is believed. Thread-safe; a request runs on its own queue.
final class EdgeRequests {
    /// RFC 5626 §11.5.
    static final int FLOW_FAILED = 430;

    private final RequestSender sender;
    private final EdgeTokens tokens;
    private final CallTable calls;
    private final CallArchive record;
    private final String realm;
    private final Duration timerC;
    private final Timers timers;
    private final InstantSource clock;
    private final ValidationStep validation = new ValidationStep();

    /// @param calls which this node may have begun, and another goes on with; or which another has begun, and may end here
    /// @param record to which nothing is written here
    EdgeRequests(
            RequestSender sender,
            EdgeTokens tokens,
            CallTable calls,
            CallArchive record,
            ProxyConfig config,
            Timers timers,
            InstantSource clock) {
        this.sender = sender;
        this.tokens = tokens;
        this.calls = calls;
        this.record = record;
        this.realm = config.domain().name();
        this.timerC = config.timerC();
        this.timers = timers;
        this.clock = clock;
    }

    /// What another node says of a request; empty for one that comes from anybody else.
    Optional<EdgeTokens.Verified> token(InboundRequest inbound) {
        boolean may =
                inbound.flow().transport() == Transport.TLS
                        && !inbound.method().equals(Request.MESSAGE); // those go by the store
        return may
                        && inbound.message().getHeader(RouteHeader.NAME) instanceof RouteHeader top
                        && top.getAddress().getURI() instanceof SipURI uri
                        && uri.getUser() != null
                ? tokens.verify(uri.getUser(), DialogId.of(inbound.message()))
                : Optional.empty();
    }

    /// Sends it to the flow that its token names.
    void pass(InboundRequest inbound, EdgeTokens.Verified token) throws SipRejection {
        RequestInProgress request = new RequestInProgress(inbound, false, clock.instant());
        validation.apply(request);
        request.message()
                .removeFirst(RouteHeader.NAME); // before anything leaves: it is no phone's business
        Flow flow = token.flow();
        if (!sender.isOpen(flow)) {
            throw new SipRejection(FLOW_FAILED, "Flow Failed");
        }
        if (!flow.transport().isSecure() && needsSecrecy(request)) {
            throw new SipRejection(
                    Response.NOT_ACCEPTABLE_HERE,
                    "Not Acceptable Here",
                    Headers.warning(realm, Veto.KEYS.words()));
        }
        note(request, token);
        if (request.isAck()) {
            sender.sendAck(request.message(), new Destination.Existing(flow));
        } else {
            new EdgeBranch(request, sender, calls, record, timerC, timers).start(flow);
        }
    }

    /// As in the node that it came from: keys always; what was sent to `sips:` where that begins something (RFC 3261 §26.4.4).
    private static boolean needsSecrecy(RequestInProgress request) {
        return request.dialogId().hasToTag()
                ? KeyedBody.isIn(request.message())
                : TargetStep.isSecureOnly(request);
    }

    /// A call that began here goes on, or is over, by way of another node.
    private void note(RequestInProgress request, EdgeTokens.Verified token) {
        DialogId dialog = request.dialogId();
        if (dialog.hasToTag()) {
            calls.seen(dialog, token.origin());
            if (request.inbound().method().equals(Request.BYE)) {
                calls.endedElsewhere(
                        new CallEnd(dialog.callId(), dialog.fromTag(), dialog.toTag()));
            }
        }
    }
}
