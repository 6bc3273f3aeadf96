package org.earshot.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.header.ReasonHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Timers;

/// The last hop of a request that another node has ruled on: all that comes back goes straight to that node. Confined to the queue of its request.
final class EdgeBranch implements ClientTransaction.Listener {
    private final RequestInProgress request;
    private final InboundRequest inbound;
    private final RequestSender sender;
    private final CallTable calls;
    private final CallArchive record;
    private final Duration longestRinging;
    private final Timers timers;
    private final boolean invite;
    private Optional<ClientTransaction> transaction = Optional.empty();
    private Optional<Timers.Cancellable> timerC = Optional.empty();

    /// @param timerC for when the other node is gone, which has the same
    EdgeBranch(
            RequestInProgress request,
            RequestSender sender,
            CallTable calls,
            CallArchive record,
            Duration timerC,
            Timers timers) {
        this.request = request;
        this.inbound = request.inbound();
        this.sender = sender;
        this.calls = calls;
        this.record = record;
        this.longestRinging = timerC;
        this.timers = timers;
        this.invite = inbound.method().equals(Request.INVITE);
    }

    void start(Flow flow) {
        transaction =
                Optional.of(
                        sender.send(
                                request.message(),
                                new Destination.Existing(flow),
                                request.loopSuffix(),
                                this,
                                inbound.queue()));
        startTimerC();
        // the other node has looked at what its Reason says
        inbound.onCancel(cancel -> cancel(Headers.all(cancel, ReasonHeader.NAME)));
    }

    private void cancel(List<Header> reasons) {
        transaction.ifPresent(sent -> sent.cancel(reasons));
    }

    @Override
    public void onResponse(Response response, Flow flow) {
        int status = response.getStatusCode();
        if (status >= 200) {
            stopTimerC();
        } else if (status == Response.TRYING || !invite) {
            return; // the next hop's word alone (RFC 3261 §16.7 step 4, RFC 4320 §4.1)
        } else {
            startTimerC();
        }
        if (status / 100 == 2) {
            note(response);
        }
        Response out = SipMessages.copy(response);
        out.removeFirst(ViaHeader.NAME);
        inbound.respond(out);
    }

    private void note(Response success) {
        if (request.beginsCall()) {
            DialogId asked = request.dialogId();
            calls.passed(
                    new DialogId(asked.callId(), asked.fromTag(), DialogId.of(success).toTag()),
                    record.facts(request, success));
        } else if (SessionTimer.isRefresh(inbound.method())) {
            calls.refreshed(request.dialogId(), SessionTimer.of(success));
        }
    }

    @Override
    public void onTimeout() {
        stopTimerC();
        if (invite) { // RFC 4320 §4.2
            inbound.respond(Response.REQUEST_TIMEOUT, "Request Timeout");
        }
    }

    @Override
    public void onTransportError(String reason) {
        stopTimerC();
        inbound.respond(EdgeRequests.FLOW_FAILED, "Flow Failed");
    }

    /// A phone that has rung for so long is told to stop, and its 487 goes back.
    private void startTimerC() {
        stopTimerC();
        if (invite) {
            timerC =
                    Optional.of(
                            timers.after(
                                    longestRinging,
                                    () -> inbound.queue().execute(() -> cancel(List.of()))));
        }
    }

    private void stopTimerC() {
        timerC.ifPresent(Timers.Cancellable::cancel);
        timerC = Optional.empty();
    }
}
