package org.earshot.proxy;

import java.util.List;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.service.FlowLoss;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.ResponseContext.Origin;
import org.earshot.proxy.ResponseContext.Outcome;
import org.earshot.proxy.route.TrunkDigest;

/// One target of a forwarded request, and its client transaction. Confined to the queue of its request.
final class Branch implements ClientTransaction.Listener {

    /// What a branch tells the [RequestContext] that it belongs to.
    interface Events {
        /// A response 101–199.
        void onProvisional(Branch branch, Response response, Flow flow);

        /// It ended; the response is empty where we ended it ourselves. A 2xx to INVITE may come again.
        void onFinal(
                Branch branch, Outcome outcome, Optional<Response> response, Optional<Flow> flow);
    }

    /// Where it is. A branch that has ended still passes repeated 2xx on.
    private sealed interface State {
        record Unsent() implements State {}

        record Calling(ClientTransaction transaction) implements State {}

        record Proceeding(ClientTransaction transaction) implements State {}

        record Ended() implements State {}
    }

    private final BranchId id;
    private final Target target;
    private final boolean invite;
    private final ForwardingContext context;
    private final Events events;
    private State state = new State.Unsent();
    private Optional<String> token = Optional.empty();
    private Optional<Outcome> verdict = Optional.empty();
    private Optional<Timers.Cancellable> timerC = Optional.empty();
    private Optional<Timers.Cancellable> patience = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private Optional<Request> sent = Optional.empty();
    private boolean loggedIn;
    private boolean givenUp;

    Branch(BranchId id, Target target, ForwardingContext context, Events events) {
        this.id = id;
        this.target = target;
        this.invite = context.isInvite();
        this.context = context;
        this.events = events;
    }

    BranchId id() {
        return id;
    }

    Target target() {
        return target;
    }

    /// The token in the Record-Route that went out on this branch.
    Optional<String> token() {
        return token;
    }

    /// Sends the request (RFC 3261 §16.6 steps 7 to 11), or ends at once where that must not or can't be.
    void start(int breadth) {
        if (context.isKeyed() && !target.isSecure()) {
            end(new Outcome(Response.NOT_ACCEPTABLE_HERE, Origin.VETO));
            return;
        }
        if (target.way().isEmpty()) {
            end(new Outcome(Response.TEMPORARILY_UNAVAILABLE, Origin.GAVE_UP));
            return;
        }
        Way way = target.way().get();
        if (target.trunk().filter(hop -> !context.mayBegin(hop)).isPresent()) {
            fail("all lines of trunk " + trunkName() + " are busy");
            return;
        }
        send(way, context.copy(target, way, breadth));
        if (invite) {
            startTimerC();
            target.trunk()
                    .ifPresent(hop ->
                            patience =
                                    Optional.of(
                                            context.after(
                                                    hop.trunk().answerWithin(), this::onSilence)));
        }
    }

    private void send(Way way, Forwarding.Outgoing outgoing) {
        token = outgoing.token();
        sent = Optional.of(outgoing.request());
        state = new State.Calling(context.send(outgoing.request(), way.destination(), this));
    }

    /// Repeats it with our login, under the same CSeq: it is the caller's, and counts on in the dialog (docs/decisions/0074).
    ///
    /// @return false where that is not what is asked for, or did not do
    private boolean logIn(Response challenge) {
        if (loggedIn || givenUp || state instanceof State.Ended || target.way().isEmpty()) {
            return false;
        }
        Optional<Header> credentials =
                target.trunk()
                        .flatMap(hop -> hop.trunk().login())
                        .flatMap(login -> TrunkDigest.answer(login, challenge, sent.orElseThrow()));
        if (credentials.isEmpty()) {
            return false;
        }
        loggedIn = true;
        Way way = target.way().get();
        Forwarding.Outgoing outgoing = context.copy(target, way, 1);
        outgoing.request().addHeader(credentials.get());
        send(way, outgoing);
        return true;
    }

    /// A trunk does not take it, for a reason of its own or ours: another one may.
    private void fail(String why) {
        trouble = Optional.of(why);
        end(new Outcome(Response.SERVICE_UNAVAILABLE, Origin.GAVE_UP));
    }

    private String trunkName() {
        return target.trunk().map(hop -> hop.trunk().name()).orElse("");
    }

    /// Why a trunk did not take it, or that its phone went while it had it, in words without quotes.
    Optional<String> trouble() {
        return trouble;
    }

    /// Not even a 100: whoever calls should not wait for timer B where another trunk would ring.
    private void onSilence() {
        if (state instanceof State.Calling(ClientTransaction transaction)) {
            transaction.abandon();
            fail("trunk " + trunkName() + " does not answer");
        }
    }

    /// It could not be sent, by a fault of ours.
    void fail() {
        end(new Outcome(Response.SERVER_INTERNAL_ERROR, Origin.GAVE_UP));
    }

    /// Cancels it, unless it has ended (RFC 3261 §16.10).
    void cancel(List<Header> headers) {
        givenUp = true;
        switch (state) {
            case State.Calling(ClientTransaction transaction) -> transaction.cancel(headers);
            case State.Proceeding(ClientTransaction transaction) -> transaction.cancel(headers);
            case State.Unsent(), State.Ended() -> {}
        }
    }

    /// Cancels it, and counts its end as this, whatever the phone answers to that.
    void giveUp(Outcome outcome) {
        verdict = Optional.of(outcome);
        cancel(List.of());
    }

    /// What [#giveUp] said.
    Optional<Outcome> verdict() {
        return verdict;
    }

    @Override
    public void onResponse(Response response, Flow arrived) {
        int status = response.getStatusCode();
        if (status == EdgeRequests.FLOW_FAILED && isByEdge()) {
            flowFailed();
            return;
        }
        if (target.trunk().isPresent() && TrunkDigest.isChallenge(status)) {
            if (logIn(response)) {
                return;
            }
            trouble =
                    Optional.of(
                            "trunk "
                                    + trunkName()
                                    + (loggedIn
                                            ? " does not take our login"
                                            : " asks for a login that we can't give"));
        }
        Flow flow = target.way().map(way -> way.peer(arrived)).orElse(arrived);
        if (status >= 200) {
            boolean again = state instanceof State.Ended;
            if (again && !(invite && status / 100 == 2)) {
                return;
            }
            finish();
            events.onFinal(
                    this,
                    new Outcome(status, Origin.PEER),
                    Optional.of(response),
                    Optional.of(flow));
            return;
        }
        if (state instanceof State.Calling(ClientTransaction transaction)) {
            state = new State.Proceeding(transaction);
        }
        if (status > 100 && state instanceof State.Proceeding) {
            if (invite) {
                startTimerC(); // §16.7 step 2: reset by each 101–199
            }
            events.onProvisional(this, response, flow);
        }
    }

    @Override
    public void onTimeout() {
        if (target.trunk().isPresent() && !(state instanceof State.Ended)) {
            trouble = Optional.of("trunk " + trunkName() + " does not answer");
        }
        end(new Outcome(Response.REQUEST_TIMEOUT, Origin.GAVE_UP));
    }

    @Override
    public void onTransportError(String reason) {
        if (target.trunk().isPresent() && !(state instanceof State.Ended)) {
            fail("trunk " + trunkName() + " can't be reached");
        } else if (target.way().filter(Way::needsFlow).isPresent()) {
            flowFailed();
        } else {
            end(new Outcome(Response.SERVICE_UNAVAILABLE, Origin.GAVE_UP));
        }
    }

    private boolean isByEdge() {
        return target.way().flatMap(Way::edge).isPresent();
    }

    /// RFC 5626 §5.3 says 430 among proxies; the caller's phone understands that nobody is there.
    private void flowFailed() {
        if (state instanceof State.Proceeding) {
            trouble = Optional.of(FlowLoss.WORDS);
        }
        end(new Outcome(Response.TEMPORARILY_UNAVAILABLE, Origin.GAVE_UP));
    }

    private void onTimerC() {
        switch (state) {
            // §16.8: cancelled, and a phone that does not even answer that runs into the
            // transaction's timeout
            case State.Proceeding _ ->
                    giveUp(new Outcome(Response.REQUEST_TIMEOUT, Origin.GAVE_UP));
            case State.Calling(ClientTransaction transaction) -> {
                transaction.abandon();
                onTimeout();
            }
            case State.Unsent(), State.Ended() -> {}
        }
    }

    private void startTimerC() {
        timerC.ifPresent(Timers.Cancellable::cancel);
        timerC = Optional.of(context.afterTimerC(this::onTimerC));
    }

    private void end(Outcome outcome) {
        if (state instanceof State.Ended) {
            return;
        }
        finish();
        events.onFinal(this, outcome, Optional.empty(), Optional.empty());
    }

    private void finish() {
        timerC.ifPresent(Timers.Cancellable::cancel);
        timerC = Optional.empty();
        patience.ifPresent(Timers.Cancellable::cancel);
        patience = Optional.empty();
        state = new State.Ended();
    }
}
