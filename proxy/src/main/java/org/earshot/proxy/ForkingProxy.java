package org.earshot.proxy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.call.CallEnd;
import org.earshot.common.call.CallListener;
import org.earshot.common.call.CallRefresh;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.key.KeyRing;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.channel.FileRules;
import org.earshot.proxy.message.MessageParts;
import org.earshot.proxy.message.MessageServer;
import org.earshot.proxy.route.TrunkBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stateful, forking proxy (RFC 3261 §16) for every method but REGISTER and CANCEL: the steps find out who gets a
/// request, a [RequestContext] forwards it, a MESSAGE goes to the [MessageServer]. Thread-safe; a request runs on its own queue, where the steps may wait
/// for a store.
public final class ForkingProxy implements RequestHandler {
    private static final Logger log = LoggerFactory.getLogger(ForkingProxy.class);

    private final ProxyConfig config;
    private final RequestSender sender;
    private final Timers timers;
    private final OwnOptions ownOptions;
    private final EdgeRequests edgeRequests;
    private final List<RequestStep> identification;
    private volatile ForbiddenFileListener forbiddenFiles = (_, _, _, _) -> {};
    private final ChannelStep channels;
    private final TargetStep targets;
    private final MessageServer messages;
    private final Forwarding forwarding;
    private final ResponseForwarder responses;
    private final VetoedAnswers vetoedAnswers;
    private final CallTable calls;
    private final LocationService location;
    private final EventBacklog events;
    private final CallArchive record;
    private final OutsideCalls outside;
    private final InstantSource clock;

    /// A proxy that knows no outside.
    public ForkingProxy(
            RequestSender sender,
            LocationService location,
            AccountStore accounts,
            RequestAuthenticator authenticator,
            MessageParts messageParts,
            ProxyConfig config,
            Timers timers,
            InstantSource clock,
            KeyRing keyRing) {
        this(
                sender,
                location,
                accounts,
                authenticator,
                messageParts,
                config,
                new TrunkBook(clock),
                timers,
                clock,
                keyRing);
    }

    /// @param book what holds of trunks and dial plan
    public ForkingProxy(
            RequestSender sender,
            LocationService location,
            AccountStore accounts,
            RequestAuthenticator authenticator,
            MessageParts messageParts,
            ProxyConfig config,
            TrunkBook book,
            Timers timers,
            InstantSource clock,
            KeyRing keyRing) {
        this.config = config;
        this.sender = sender;
        this.timers = timers;
        this.clock = clock;
        this.location = location;
        this.calls =
                new CallTable(
                        config.maxCalls(),
                        config.dialogLifetime(),
                        clock,
                        dialog -> OutsideCalls.ended(book, dialog));
        this.outside =
                new OutsideCalls(
                        book,
                        config.domain(),
                        accounts,
                        messageParts.groups(),
                        calls,
                        sender::isCertified);
        String realm = config.domain().name();
        RouteTokens tokens = new RouteTokens(keyRing, clock);
        EdgeTokens edgeTokens = new EdgeTokens(keyRing, clock);
        EdgeWays edges = new EdgeWays(messageParts.owners(), realm);
        this.ownOptions = new OwnOptions(config.domain());
        this.identification =
                List.of(
                        new ValidationStep(), // §16.3
                        new RouteStep(config.domain(), tokens, calls), // §16.4
                        new OriginStep(authenticator, realm, outside)); // §16.3 step 6
        this.events = messageParts.events();
        this.record = new CallArchive(events, clock);
        this.edgeRequests =
                new EdgeRequests(sender, edgeTokens, calls, record, config, timers, clock);
        this.channels = new ChannelStep(config.unrecorded(), config.files(), realm, record);
        this.targets = new TargetStep(config, location, accounts, sender, edges, outside); // §16.5
        this.messages =
                new MessageServer(
                        messageParts,
                        sender,
                        new DeviceRoutes(sender),
                        location,
                        accounts,
                        config.relaysWhileAway(),
                        timers,
                        clock);
        this.forwarding = new Forwarding(config, tokens, edgeTokens, clock);
        this.responses = new ResponseForwarder(realm, calls, record);
        this.vetoedAnswers = new VetoedAnswers(sender);
    }

    /// The calls that go on now, the oldest first. Any thread.
    public List<LiveCall> calls() {
        return calls.list();
    }

    /// To be told what becomes of every call from now on, on the queue of its request: return at once.
    public void onCall(CallListener listener) {
        calls.tell(listener);
    }

    /// To be told of files that the rules forbid from now on.
    public void onForbiddenFile(ForbiddenFileListener listener) {
        forbiddenFiles = listener;
    }

    /// Another node has passed the BYE of a call. Any thread.
    public void endedElsewhere(CallEnd end) {
        calls.endedElsewhere(end);
    }

    /// Another node has passed a refresh of a call. Any thread.
    public void refreshedElsewhere(CallRefresh refresh) {
        calls.refreshedElsewhere(refresh);
    }

    /// Ends calls of which no BYE comes, and whose phone is gone; to be called each minute or so. May wait for the store.
    ///
    /// @throws StoreUnavailableException if nothing can be known now
    public void endLostCalls() {
        calls.removeLost(location).forEach(record::lost);
    }

    /// The server of messages, to be started and ended with this.
    public MessageServer messages() {
        return messages;
    }

    /// Takes what another node of the domain sends to a flow of this one, in every role, and leaves the rest to another handler.
    public RequestHandler before(RequestHandler other) {
        return inbound -> {
            Optional<EdgeTokens.Verified> token = edgeRequests.token(inbound);
            if (token.isPresent()) {
                edgeRequests.pass(inbound, token.get());
            } else {
                other.handle(inbound);
            }
        };
    }

    @Override
    public void handle(InboundRequest inbound) throws SipRejection {
        try {
            if (ownOptions.isFor(inbound)) {
                ownOptions.answer(inbound);
            } else {
                proxy(inbound);
            }
        } catch (StoreUnavailableException e) {
            log.warn(
                    "{} {} refused for now: {}",
                    inbound.method(),
                    inbound.callId(),
                    e.getMessage());
            throw unavailable();
        }
    }

    private SipRejection unavailable() {
        return new SipRejection(
                Response.SERVICE_UNAVAILABLE,
                "Store Unavailable",
                Headers.of("Retry-After", Long.toString(config.retryAfter().toSeconds())));
    }

    private void proxy(InboundRequest inbound) throws SipRejection {
        boolean trusted = config.trusted().contains(inbound.flow().remote().getAddress());
        RequestInProgress request = new RequestInProgress(inbound, trusted, clock.instant());
        switch (inbound.method()) {
            case Request.MESSAGE -> message(request);
            case Request.ACK -> acknowledge(request);
            default -> pass(request);
        }
    }

    /// Whom a file was for has not seen the INVITE.
    private void tellOfForbidden(RequestInProgress request, SipRejection refusal) {
        if (request.beginsCall()
                && refusal.status() == Response.FORBIDDEN
                && request.sender().isPresent()) {
            Optional<FileRules.Forbidden> forbidden = config.files().forbidden(request.message());
            Optional<AddressOfRecord> to = AddressOfRecord.of(request.message().getRequestURI());
            if (forbidden.isPresent() && to.isPresent()) {
                forbiddenFiles.forbidden(
                        request.sender().get(),
                        to.get(),
                        forbidden.get().file(),
                        forbidden.get().words());
            }
        }
    }

    private void pass(RequestInProgress request) throws SipRejection {
        try {
            identify(request);
            channels.apply(request);
            targets.apply(request);
        } catch (SipRejection refusal) {
            record.refused(request, refusal);
            tellOfForbidden(request, refusal);
            throw refusal;
        } catch (StoreUnavailableException e) {
            record.refused(request, unavailable());
            throw e;
        }
        if (request.inbound().method().equals(Request.BYE)) {
            record.ended(request, calls.ended(request.dialogId(), request.dialog().isPresent()));
            hangUp(request);
            return;
        }
        try {
            forward(request, (_, _) -> {});
        } catch (SipRejection | RuntimeException e) {
            outside.release(request);
            throw e;
        }
    }

    /// A trunk that hangs up has ended the call; one that is told to has when it says so.
    private void hangUp(RequestInProgress bye) throws SipRejection {
        if (bye.trunk().isPresent()) {
            outside.ended(bye.dialogId());
        }
        forward(
                bye,
                (target, status) -> {
                    if (target.trunk().isPresent() && OutsideCalls.isOver(status)) {
                        outside.ended(bye.dialogId());
                    }
                });
    }

    private void identify(RequestInProgress request) throws SipRejection {
        for (RequestStep step : identification) {
            step.apply(request);
        }
        if (request.dialog().isPresent()) {
            calls.seen(request.dialogId(), request.inbound().flow());
        }
    }

    /// The ACK to a 2xx goes where the call went, without a transaction (§16.11); nobody can answer it.
    private void acknowledge(RequestInProgress request) throws SipRejection {
        identify(request);
        if (request.dialog().isEmpty()) {
            log.debug("ACK {} of no dialog of ours", request.inbound().callId());
            return;
        }
        try {
            channels.apply(request);
        } catch (SipRejection refusal) {
            log.info(
                    "ACK {} not sent on, its body would get {}",
                    request.inbound().callId(),
                    refusal.status());
            return;
        }
        targets.apply(request);
        ForwardingContext context = context(request);
        for (Target target : request.targets()) {
            if (context.isKeyed() && !target.isSecure()) {
                log.info("ACK {} with keys not sent over cleartext", request.inbound().callId());
            } else if (target.way().isPresent()) {
                Way way = target.way().get();
                sender.sendAck(context.copy(target, way, 1).request(), way.destination());
            }
        }
    }

    private void message(RequestInProgress request) throws SipRejection {
        try {
            identify(request);
            messages.admit(request.message(), request.sender());
            channels.apply(request);
            messages.accept(
                    request.inbound(),
                    request.message(),
                    request.sender(),
                    targets.recipientOfMessage(request),
                    TargetStep.isSecureOnly(request));
        } catch (SipRejection refusal) {
            refused(request, refusal.status(), refusal.getMessage());
            throw refusal;
        } catch (StoreUnavailableException e) {
            throw e; // who takes messages has written it down
        } catch (RuntimeException e) {
            refused(request, Response.SERVER_INTERNAL_ERROR, "Server Internal Error");
            throw e;
        }
    }

    private void refused(RequestInProgress request, int status, String reason) {
        if (request.sender().isPresent() || request.isTrusted()) {
            messages.refused(request.inbound(), request.sender(), status, reason);
        }
    }

    private void forward(RequestInProgress request, RequestContext.BranchEnd onEnd)
            throws SipRejection {
        int breadth = ValidationStep.breadth(request.message());
        new RequestContext(context(request), responses, vetoedAnswers, onEnd).start(breadth);
    }

    private ForwardingContext context(RequestInProgress request) {
        return new ForwardingContext(
                request, config, sender, timers, forwarding, channels, outside);
    }
}
