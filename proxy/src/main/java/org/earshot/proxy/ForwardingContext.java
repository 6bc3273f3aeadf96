package org.earshot.proxy;

import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.Timers;

/// What the branches of one request have in common: the request, and the means to send it. Confined to the queue of
/// the request.
final class ForwardingContext {
    /// Those whose answers offer or accept media (RFC 6337 §2).
    private static final List<String> SESSION_METHODS =
            List.of(Request.INVITE, Request.UPDATE, Request.PRACK);

    private final RequestInProgress request;
    private final ProxyConfig config;
    private final RequestSender sender;
    private final Timers timers;
    private final Forwarding forwarding;
    private final ChannelStep channels;
    private final OutsideCalls outside;
    private final boolean keyed;

    ForwardingContext(
            RequestInProgress request,
            ProxyConfig config,
            RequestSender sender,
            Timers timers,
            Forwarding forwarding,
            ChannelStep channels,
            OutsideCalls outside) {
        this.outside = outside;
        this.request = request;
        this.config = config;
        this.sender = sender;
        this.timers = timers;
        this.forwarding = forwarding;
        this.channels = channels;
        this.keyed = KeyedBody.isIn(request.message());
    }

    RequestInProgress request() {
        return request;
    }

    boolean isInvite() {
        return request.inbound().method().equals(Request.INVITE);
    }

    /// Whether the request carries media keys.
    boolean isKeyed() {
        return keyed;
    }

    Forwarding.Outgoing copy(Target target, Way way, int breadth) {
        return forwarding.copy(request, target, way, breadth);
    }

    /// Who has answered on a way, for what we send there in the caller's place.
    ///
    /// @param answer which came
    /// @param flow of whoever sent it
    VetoedAnswers.Answerer answerer(Optional<Way> way, Response answer, Flow flow) {
        return new VetoedAnswers.Answerer(
                way.filter(known -> known.edge().isPresent())
                        .map(Way::destination)
                        .orElseGet(() -> new Destination.Existing(flow)),
                way.flatMap(known -> forwarding.edgeRoute(request, known, DialogId.of(answer))));
    }

    ClientTransaction send(
            Request out, Destination destination, ClientTransaction.Listener listener) {
        return sender.send(
                out, destination, request.loopSuffix(), listener, request.inbound().queue());
    }

    Timers.Cancellable afterTimerC(Runnable task) {
        return timers.after(config.timerC(), () -> request.inbound().queue().execute(task));
    }

    /// Runs something later on the request's queue.
    Timers.Cancellable after(Duration delay, Runnable task) {
        return timers.after(delay, () -> request.inbound().queue().execute(task));
    }

    /// Whether a call may be tried by a trunk; it has a line of it then.
    boolean mayBegin(TrunkHop hop) {
        return !request.beginsCall() || outside.begin(request, hop);
    }

    /// It was answered.
    ///
    /// @param dialog as the caller names it
    void answered(DialogId dialog) {
        outside.answered(request, dialog);
    }

    /// Nobody took it, or it was given up.
    void release() {
        outside.release(request);
    }

    /// We ended its dialog.
    void hungUp() {
        outside.ended(request.dialogId());
    }

    /// A trunk did not take it.
    void failed(TrunkHop hop, Optional<Destination> place) {
        if (request.beginsCall()) {
            outside.failed(hop, place);
        }
    }

    /// Our token for a dialog that an answer made.
    String sign(Party callee, DialogId dialog) {
        return forwarding.sign(request, callee, dialog);
    }

    /// Whether a response came from a network whose word counts.
    boolean isTrusted(Flow flow) {
        return config.trusted().contains(flow.remote().getAddress());
    }

    /// Why a response that sets up a session must not go back to where the request came from.
    Optional<Veto> vetoOn(Response response) {
        if (isKeyedOverCleartext(response)) {
            return Optional.of(Veto.KEYS);
        }
        return SESSION_METHODS.contains(request.inbound().method())
                ? channels.vetoOn(response)
                : Optional.empty();
    }

    /// Whether a response goes back without its body.
    boolean mustGoBare(Response response) {
        return isKeyedOverCleartext(response) || channels.mustGoBare(response);
    }

    /// Takes off a response what is for people alone.
    void removeWords(Response response, Flow flow) {
        channels.removeWords(response, isTrusted(flow));
        setPhrase(response);
    }

    private void setPhrase(Response response) {
        try {
            response.setReasonPhrase(
                    channels.phrase(response.getStatusCode(), response.getReasonPhrase()));
        } catch (ParseException e) {
            throw new IllegalStateException("status " + response.getStatusCode(), e);
        }
    }

    /// What a CANCEL of the caller tells the phones that ring.
    List<Header> reasons(Request cancel) {
        return channels.reasons(cancel);
    }

    /// Writes down what of a response does not pass, if that is words.
    void noteWithheld(Branch branch, Response response, Flow flow) {
        channels.noteWithheld(request, response, branch.target().party(), flow);
    }

    /// Whether this was sent in a dialog.
    boolean isInDialog() {
        return request.dialogId().hasToTag();
    }

    private boolean isKeyedOverCleartext(Response response) {
        return !request.inbound().flow().transport().isSecure() && KeyedBody.isIn(response);
    }

    /// Who sent it.
    Party caller() {
        return Forwarding.caller(request);
    }
}
