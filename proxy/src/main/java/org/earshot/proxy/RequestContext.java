package org.earshot.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.proxy.ResponseContext.Origin;
import org.earshot.proxy.ResponseContext.Outcome;
import org.earshot.proxy.archive.ArchiveEvent.RefusedBy;
import org.earshot.proxy.route.TrunkDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One forwarded request: its branches, and what goes back (RFC 3261 §16.6 to §16.10). Confined to the queue of its
/// request; decides nothing itself, see [ResponseContext].
final class RequestContext implements Branch.Events {
    private static final Logger log = LoggerFactory.getLogger(RequestContext.class);
    private static final Header ELSEWHERE =
            Headers.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"");

    private final ForwardingContext context;
    private final InboundRequest inbound;
    private final ResponseContext responses;
    private final ResponseForwarder forwarder;
    private final VetoedAnswers vetoedAnswers;
    private final BranchEnd onEnd;
    private final List<Branch> branches = new ArrayList<>();
    private final Map<BranchId, Response> finals = new HashMap<>();
    private final Map<BranchId, Veto> vetoes = new HashMap<>();
    private final Set<BranchId> noted = new HashSet<>();
    private int started;
    private int breadth;
    private boolean cancelled;

    /// Told how each branch ended.
    @FunctionalInterface
    interface BranchEnd {
        /// @param status what it counts as; after a 2xx to INVITE it may be told again
        void ended(Target target, int status);
    }

    /// @param onEnd told how each branch ended
    RequestContext(
            ForwardingContext context,
            ResponseForwarder forwarder,
            VetoedAnswers vetoedAnswers,
            BranchEnd onEnd) {
        this.context = context;
        this.inbound = context.request().inbound();
        this.responses = new ResponseContext(context.isInvite());
        this.forwarder = forwarder;
        this.vetoedAnswers = vetoedAnswers;
        this.onEnd = onEnd;
    }

    /// Forks to all targets at once, or begins with the first of them.
    ///
    /// @param breadth how many branches the request may have in all, at least as many as there are targets
    void start(int breadth) {
        this.breadth = breadth;
        List<Target> targets = context.request().targets();
        for (int i = 0; i < targets.size(); i++) {
            Branch branch = new Branch(new BranchId(i), targets.get(i), context, this);
            branches.add(branch);
        }
        if (context.request().isOneByOne()) {
            inbound.onCancel(this::onCancel);
            next().ifPresent(first -> start(first, breadth));
            return;
        }
        branches.forEach(branch -> responses.begin(branch.id()));
        for (Branch branch : branches) {
            int extra = branch.id().number() < breadth % targets.size() ? 1 : 0;
            start(branch, breadth / targets.size() + extra);
        }
        inbound.onCancel(this::onCancel);
    }

    /// The next target, which counts as waiting from now on.
    private Optional<Branch> next() {
        if (cancelled || started == branches.size()) {
            return Optional.empty();
        }
        Branch next = branches.get(started++);
        responses.begin(next.id());
        return Optional.of(next);
    }

    /// Whether another trunk may take what this one did not.
    private Optional<Branch> nextAfter(Outcome failed) {
        return context.request().isOneByOne() && Failover.triesNext(failed)
                ? next()
                : Optional.empty();
    }

    /// A branch that can't even be made ends by itself: the others may have been sent already.
    private static void start(Branch branch, int breadth) {
        try {
            branch.start(breadth);
        } catch (RuntimeException e) {
            log.error("a branch to {} failed", branch.target().requestUri(), e);
            branch.fail();
        }
    }

    /// RFC 3261 §16.10; the caller's Reason goes along (RFC 3326), without words.
    private void onCancel(Request cancel) {
        cancelled = true;
        List<Header> reasons = context.reasons(cancel);
        branches.forEach(branch -> branch.cancel(reasons));
    }

    @Override
    public void onProvisional(Branch branch, Response response, Flow flow) {
        Optional<Veto> veto = context.vetoOn(response);
        if (veto.isPresent()) {
            if (vetoes.putIfAbsent(branch.id(), veto.get()) == null) {
                context.noteWithheld(branch, response, flow);
            }
            branch.giveUp(new Outcome(Response.NOT_ACCEPTABLE_HERE, Origin.VETO));
        } else if (responses.forwardsProvisional(response.getStatusCode())
                && branch.verdict().isEmpty()) {
            inbound.respond(forwarder.toForward(context, branch, response, flow));
        }
    }

    @Override
    public void onFinal(
            Branch branch, Outcome outcome, Optional<Response> response, Optional<Flow> flow) {
        Outcome counted = counted(branch, outcome, response, flow);
        if (counted.origin() == Origin.PEER && response.isPresent() && flow.isPresent()) {
            finals.put(
                    branch.id(), forwarder.toForward(context, branch, response.get(), flow.get()));
        }
        if (branch.target().trunk().isPresent() && Failover.triesNext(counted)) {
            context.failed(branch.target().trunk().get(), branch.target().destination());
        }
        Optional<Branch> next = nextAfter(counted);
        switch (responses.onFinal(branch.id(), counted)) {
            case Decision.Wait() -> {}
            case Decision.CancelOthers() -> cancelWaiting(List.of());
            case Decision.Forward(BranchId best, int status, boolean cancelOthers) -> {
                forward(best, status);
                if (cancelOthers) {
                    cancelWaiting(List.of(ELSEWHERE));
                }
            }
        }
        tell(branch.target(), counted.status());
        next.ifPresent(another -> start(another, breadth));
    }

    /// Last, and whatever comes of it: the answer has gone.
    private void tell(Target target, int status) {
        try {
            onEnd.ended(target, status);
        } catch (RuntimeException e) {
            log.error("{} of {} was not noted", status, inbound.callId(), e);
        }
    }

    /// As what an end of a branch counts.
    private Outcome counted(
            Branch branch, Outcome outcome, Optional<Response> response, Optional<Flow> flow) {
        boolean success = outcome.status() / 100 == 2;
        if (response.isPresent() && flow.isPresent() && success) {
            context.vetoOn(response.get()).ifPresent(veto -> vetoes.putIfAbsent(branch.id(), veto));
            Veto veto = vetoes.get(branch.id());
            if (veto == null) {
                return outcome;
            }
            boolean first = noted.add(branch.id()); // a 2xx comes again until its ACK does
            if (first) {
                context.noteWithheld(branch, response.get(), flow.get());
            }
            return vetoed(
                    veto,
                    response.get(),
                    context.answerer(branch.target().way(), response.get(), flow.get()),
                    first);
        }
        if (branch.verdict().isPresent()) {
            return branch.verdict().get();
        }
        if (branch.target().trunk().isPresent()
                && response.isPresent()
                && TrunkDigest.isChallenge(outcome.status())) {
            return new Outcome(
                    Response.SERVICE_UNAVAILABLE, Origin.GAVE_UP); // no phone of ours can answer it
        }
        // A challenge in our own realm can't come from a callee; a password must not go there.
        if (response.isPresent() && forwarder.challengesOnlyInOurRealm(response.get())) {
            return new Outcome(Response.FORBIDDEN, Origin.GAVE_UP);
        }
        return outcome;
    }

    private Outcome vetoed(
            Veto veto, Response success, VetoedAnswers.Answerer answerer, boolean first) {
        if (!context.isInvite()) {
            return new Outcome(Response.NOT_ACCEPTABLE_HERE, Origin.VETO);
        }
        vetoedAnswers.hangUp(success, veto, answerer, inbound.queue());
        if (context.isInDialog()) {
            // the call was there before: 488 would let the caller believe that it still is (RFC
            // 5057 §5.1)
            if (first) {
                forwarder.hungUp(context);
            }
            return new Outcome(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, Origin.VETO);
        }
        return new Outcome(Response.NOT_ACCEPTABLE_HERE, Origin.VETO);
    }

    private void forward(BranchId best, int status) {
        if (status == Response.REQUEST_TIMEOUT && !context.isInvite()) {
            // RFC 4320 §4.2: the client has given up at the same time, and would blame the next hop
            return;
        }
        Response response = finals.get(best);
        boolean ofAPhone = response != null;
        if (response == null) {
            Optional<Veto> veto =
                    Optional.ofNullable(vetoes.get(best))
                            .or(() -> branches.get(best.number()).trouble().map(Veto::new));
            response = forwarder.ofOurOwn(inbound, status, veto.or(() -> keysKeptBack(status)));
        } else {
            forwarder.setStatus(response, status);
            Map<BranchId, Response> others = new HashMap<>(finals);
            others.remove(best);
            forwarder.addChallenges(response, others.values());
        }
        if (status / 100 != 2) {
            forwarder.refused(context, response, refusedBy(ofAPhone, status));
        }
        inbound.respond(response);
    }

    private static RefusedBy refusedBy(boolean ofAPhone, int status) {
        if (!ofAPhone) {
            return RefusedBy.SERVER;
        }
        return status == Response.REQUEST_TERMINATED ? RefusedBy.CALLER : RefusedBy.PHONE;
    }

    /// Of the responses that no phone gave, and no phone is to blame for, only that for the keys is a 488.
    private static Optional<Veto> keysKeptBack(int status) {
        return status == Response.NOT_ACCEPTABLE_HERE ? Optional.of(Veto.KEYS) : Optional.empty();
    }

    private void cancelWaiting(List<Header> reasons) {
        branches.forEach(branch -> branch.cancel(reasons));
    }
}
