package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.sdp.OfferedProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The phone, on our SIP stack. Owns the user-agent thread; commands and requests from other threads are
/// handed over to it.
public final class SipUserAgent implements UserAgent, RequestHandler {
    private static final Logger log = LoggerFactory.getLogger(SipUserAgent.class);
    private static final int MOST_CALLS = 16;
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

    private final Signalling signalling;
    private final Network network;
    private final MediaFactory mediaFactory;
    private final PhoneSettings settings;
    private final Memory memory;
    private final SecureRandom random;
    private final InstantSource clock;
    private final UserAgentThread thread;
    private final AtomicLong ids = new AtomicLong();
    private final String cname =
            Identity.newTag(); // RFC 7022: the same in all sessions, nobody's address
    private final List<Consumer<UserAgentEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Messages messages;
    private final Map<Id, Call> calls = new LinkedHashMap<>();

    private Optional<LoggedIn> loggedIn = Optional.empty();
    private boolean muted;
    private boolean quitting;
    private int messageRetries;
    private Timers.Cancellable messageRetry = () -> {};

    /// All that exists for an account.
    private static final class LoggedIn {
        private final Account account;
        private final Requester requester;
        private final Registration registration;
        private final NetworkWatch watch;
        private Optional<Identity> identity = Optional.empty();
        private boolean announced;
        private boolean moved;
        private Optional<InetAddress> server = Optional.empty();

        LoggedIn(
                Account account,
                Requester requester,
                Registration registration,
                NetworkWatch watch) {
            this.account = account;
            this.requester = requester;
            this.registration = registration;
            this.watch = watch;
        }
    }

    /// @param threads where the user-agent thread takes its threads from
    public SipUserAgent(
            Signalling signalling,
            Network network,
            MediaFactory mediaFactory,
            PhoneSettings settings,
            Memory memory,
            MessageStore messageStore,
            Timers timers,
            InstantSource clock,
            Executor threads,
            SecureRandom random) {
        this.signalling = signalling;
        this.network = network;
        this.mediaFactory = mediaFactory;
        this.settings = settings;
        this.memory = memory;
        this.random = random;
        this.clock = clock;
        thread = new UserAgentThread(threads, timers);
        messages = new Messages(new MessageHost(), messageStore, clock, ids);
    }

    @Override
    public Runnable subscribe(Consumer<UserAgentEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell(UserAgentEvent event) {
        for (Consumer<UserAgentEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                log.error("a listener failed", e);
            }
        }
    }

    // Registration

    @Override
    public void register(Account account) {
        thread.execute(() -> {
            var _ = logOut();
            ChallengeAnswer credentials = new ChallengeAnswer(account, memory);
            Requester requester = new Requester(signalling.sender(), thread, credentials);
            Registration registration =
                    new Registration(
                            account,
                            thread,
                            requester,
                            credentials,
                            signalling,
                            settings,
                            random,
                            new RegistrationListener(account));
            NetworkWatch watch =
                    new NetworkWatch(thread, network, clock, new NetworkListener(account));
            loggedIn = Optional.of(new LoggedIn(account, requester, registration, watch));
            registration.start();
            watch.towards(account.server());
        });
    }

    private final class RegistrationListener implements Registration.Listener {
        private final Account account;

        RegistrationListener(Account account) {
            this.account = account;
        }

        private Optional<LoggedIn> current() {
            return loggedIn.filter(l -> l.account.equals(account));
        }

        @Override
        public void onLocated(Identity identity) {
            current().ifPresent(l -> l.identity = Optional.of(identity));
        }

        @Override
        public boolean isWaitedFor() {
            return messages.isWaiting(account.address()) || !calls.isEmpty();
        }

        @Override
        public void onRegistered(Duration expires, Flow flow) {
            current()
                    .ifPresent(l -> {
                        l.server = Optional.of(flow.remote().getAddress());
                        // not its name, which may stand for several
                        l.watch.towards(
                                new Destination.Address(
                                        flow.transport(),
                                        flow.remote().getAddress().getHostAddress(),
                                        flow.remote().getPort(),
                                        account.server().certificateDomain()));
                        if (!l.announced) {
                            l.announced = true;
                            tell(
                                    new UserAgentEvent.Registered(
                                            account.address().toString(), expires));
                        }
                        messages.sendWaiting();
                        moveCalls(l);
                    });
        }

        private void moveCalls(LoggedIn l) {
            boolean certain = l.moved;
            l.moved = false;
            List.copyOf(calls.values()).forEach(c -> c.moveTo(l.identity.orElseThrow(), certain));
        }

        @Override
        public void onFailed(String reason, Optional<Duration> retryIn) {
            current().ifPresent(l -> l.announced = false);
            tell(
                    new UserAgentEvent.RegistrationFailed(
                            account.address().toString(), reason, retryIn));
        }
    }

    private final class NetworkListener implements NetworkWatch.Listener {
        private final Account account;

        NetworkListener(Account account) {
            this.account = account;
        }

        private Optional<LoggedIn> current() {
            return loggedIn.filter(l -> l.account.equals(account));
        }

        @Override
        public void onMoved() {
            current()
                    .ifPresent(l -> {
                        log.info("the network changed");
                        l.moved = true;
                        List.copyOf(calls.values()).forEach(Call::cutOff);
                        l.registration.moved();
                    });
        }

        @Override
        public void onBack() {
            current().ifPresent(l -> l.registration.networkIsBack());
        }
    }

    @Override
    public void unregister() {
        thread.execute(() -> {
            var _ = logOut();
        });
    }

    private CompletableFuture<Void> logOut() {
        if (loggedIn.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LoggedIn leaving = loggedIn.get();
        leaving.watch.stop();
        CompletableFuture<Void> done = leaving.registration.stop();
        loggedIn = Optional.empty();
        tell(new UserAgentEvent.Unregistered(leaving.account.address().toString()));
        return done;
    }

    /// A connection has ended: to be told by whoever owns the stack. Any thread.
    public void flowClosed(Flow flow) {
        thread.execute(() -> loggedIn.ifPresent(l -> l.registration.flowClosed(flow)));
    }

    /// @throws IllegalStateException with a sentence for the user
    private LoggedIn loggedIn() {
        return loggedIn.orElseThrow(() -> new IllegalStateException("not logged in"));
    }

    /// @throws IllegalStateException with a sentence for the user
    private Identity identity() {
        return loggedIn()
                .identity
                .orElseThrow(() -> new IllegalStateException("the server can't be reached now"));
    }

    // Calls

    @Override
    public Id call(String uri) {
        Id id = newId();
        thread.execute(() -> placeCall(id, uri));
        return id;
    }

    private void placeCall(Id id, String typed) {
        try {
            if (quitting) {
                throw new IllegalStateException("the phone is closing");
            }
            String uri = SipUris.target(typed, loggedIn().account.address().domain());
            CallContext context = context();
            List<OfferedProfile> plan =
                    OfferPlan.of(
                            context.identity().isEncrypted(),
                            isOwnDomain(uri),
                            settings.plainFallback(),
                            context.plainAllowed(uri));
            if (plan.isEmpty()) {
                throw new IllegalStateException(
                        "calls with "
                                + uri
                                + " have to be encrypted, and the way to the server is not");
            }
            CallAudio audio = openAudio(id, context);
            try {
                loggedIn().registration.hurry();
                addUnlessEnded(Call.outgoing(id, uri, plan, context, audio, new CallHost()));
            } catch (IllegalArgumentException e) {
                audio.close();
                throw e;
            }
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            tell(
                    new UserAgentEvent.CallChanged(
                            id,
                            UserAgentEvent.CallPhase.ENDED,
                            typed,
                            false,
                            e.getMessage(),
                            false,
                            false,
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    private boolean isOwnDomain(String uri) {
        return SipUris.addressOfRecord(uri).domain().equals(loggedIn().account.address().domain());
    }

    private CallContext context() {
        return new CallContext(
                thread, loggedIn().requester, identity(), mediaFactory, settings, memory, random);
    }

    private CallAudio openAudio(Id id, CallContext context) throws IOException {
        CallAudio audio =
                new CallAudio(
                        id,
                        thread,
                        settings.silenceLimit(),
                        mediaFactory,
                        context.identity().contact().getAddress(),
                        cname);
        if (muted) {
            audio.mute(true);
        }
        return audio;
    }

    private void addUnlessEnded(Call call) {
        if (!call.isEnded()) {
            calls.put(call.id(), call);
        }
    }

    private final class CallHost implements Call.Host {
        @Override
        public void tell(UserAgentEvent event) {
            SipUserAgent.this.tell(event);
        }

        @Override
        public void onEnded(Call call) {
            calls.remove(call.id());
        }
    }

    @Override
    public void answer(Id call) {
        onCall(call, Call::answer);
    }

    @Override
    public void reject(Id call) {
        onCall(call, Call::reject);
    }

    @Override
    public void hangUp(Id call) {
        onCall(call, Call::hangUp);
    }

    @Override
    public void hangUpAll() {
        thread.execute(this::endAllCalls);
    }

    private void endAllCalls() {
        List.copyOf(calls.values()).forEach(Call::hangUp);
    }

    @Override
    public void hold(Id call) {
        onCall(call, c -> c.hold(true));
    }

    @Override
    public void resume(Id call) {
        onCall(call, c -> c.hold(false));
    }

    @Override
    public void sendDigits(Id call, String digits) {
        onCall(
                call,
                c -> {
                    String upper = digits.toUpperCase(java.util.Locale.ROOT);
                    if (!upper.matches("[0-9*#A-D]{1,64}")) {
                        throw new IllegalArgumentException("keys are 0-9 * # A-D");
                    }
                    c.sendDigits(upper);
                });
    }

    private void onCall(Id id, Consumer<Call> command) {
        thread.execute(() -> {
            Call call = calls.get(id);
            try {
                if (call == null) {
                    throw new IllegalStateException("no call " + id);
                }
                command.accept(call);
            } catch (IllegalStateException | IllegalArgumentException e) {
                tell(new UserAgentEvent.CommandFailed(Optional.of(id), e.getMessage()));
            }
        });
    }

    @Override
    public void mute(boolean on) {
        thread.execute(() -> {
            muted = on;
            calls.values().forEach(c -> c.mute(on));
        });
    }

    // Messages

    @Override
    public Id sendMessage(String uri, String text) {
        Id id = newId();
        thread.execute(() -> {
            try {
                AddressOfRecord own = loggedIn().account.address();
                String to = SipUris.target(uri, own.domain());
                tell(new UserAgentEvent.MessageWritten(id, to, text, clock.instant()));
                messages.send(id, own, to, text);
            } catch (IllegalArgumentException | IllegalStateException e) {
                tell(new UserAgentEvent.MessageWritten(id, uri, text, clock.instant()));
                tell(
                        new UserAgentEvent.MessageStatus(
                                id, UserAgentEvent.Delivery.FAILED, e.getMessage()));
            }
        });
        return id;
    }

    private final class MessageHost implements Messages.Host {
        @Override
        public Optional<Identity> identity() {
            return loggedIn.flatMap(l -> l.identity);
        }

        @Override
        public Requester requester() {
            return loggedIn().requester;
        }

        @Override
        public void waitForServer() {
            loggedIn.ifPresent(l -> l.registration.hurry());
            messageRetry.cancel();
            messageRetry =
                    thread.after(
                            Backoff.after(++messageRetries, true, random), messages::sendWaiting);
        }

        @Override
        public void tell(UserAgentEvent event) {
            messageRetries = 0;
            SipUserAgent.this.tell(event);
        }
    }

    @Override
    public CompletionStage<Void> quit() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            quitting = true;
            endAllCalls();
            messageRetry.cancel();
            thread.after(LONGEST_GOODBYE, () -> done.complete(null));
            var _ = logOut().thenRun(() -> done.complete(null));
        });
        return done;
    }

    private Id newId() {
        return new Id(ids.incrementAndGet());
    }

    // Requests of others

    @Override
    public void handle(InboundRequest request) {
        thread.execute(() -> {
            try {
                route(request);
            } catch (SipRejection e) {
                reject(request, e);
            } catch (RuntimeException e) {
                log.error("{} {} failed", request.method(), request.callId(), e);
                reject(
                        request,
                        new SipRejection(Response.SERVER_INTERNAL_ERROR, "Server Internal Error"));
            }
        });
    }

    private static void reject(InboundRequest request, SipRejection why) {
        if (!request.method().equals(Request.ACK)) {
            Response response = request.createResponse(why.status(), why.getMessage());
            why.headers().forEach(response::addHeader);
            request.respond(response);
        }
    }

    private void route(InboundRequest request) throws SipRejection {
        Request message = request.message();
        Inbox.check(message);
        for (Call call : List.copyOf(calls.values())) {
            if (!request.method().equals(Request.MESSAGE) && call.matches(message)) {
                call.onRequest(request);
                return;
            }
        }
        if (!isFromServer(request.flow()) && !request.method().equals(Request.ACK)) {
            throw new SipRejection(Response.FORBIDDEN, "Only By The Server");
        }
        if (request.method().equals(Request.MESSAGE)) {
            messages.receive(request);
            return;
        }
        boolean inDialog = Inbox.isInDialog(message);
        switch (request.method()) {
            case Request.ACK -> {} // of a call that is over
            case Request.INVITE -> {
                if (inDialog) {
                    throw Rejections.noSuchCall();
                }
                incomingCall(request);
            }
            case Request.OPTIONS -> {
                if (inDialog) {
                    throw Rejections.noSuchCall();
                }
                options(request);
            }
            default -> throw Rejections.noSuchCall();
        }
    }

    /// Only the server checks who somebody is, and only over UDP can others reach us. Within a call the tags
    /// are proof enough, for its requests need not pass the server.
    private boolean isFromServer(Flow flow) {
        return flow.transport().isReliable()
                || loggedIn.flatMap(l -> l.server)
                        .filter(flow.remote().getAddress()::equals)
                        .isPresent();
    }

    private void incomingCall(InboundRequest request) throws SipRejection {
        Request invite = request.message();
        if (loggedIn.isEmpty() || quitting) {
            throw new SipRejection(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable");
        }
        // RFC 3261 §8.2.2.2: the same request by another way
        if (calls.values().stream().anyMatch(c -> c.isForkOf(invite))) {
            throw new SipRejection(Response.LOOP_DETECTED, "Loop Detected");
        }
        if (calls.size() >= MOST_CALLS) {
            throw new SipRejection(Response.BUSY_HERE, "Busy Here");
        }
        if (Fields.body(invite).length > 0 && !Fields.hasType(invite, "application", "sdp")) {
            throw Rejections.unsupportedType("application/sdp");
        }
        Id id = newId();
        CallContext context = context();
        CallAudio audio;
        try {
            audio = openAudio(id, context);
        } catch (IOException e) {
            log.warn("no audio for a call: {}", e.getMessage());
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "No Audio");
        }
        try {
            addUnlessEnded(Call.incoming(id, request, context, audio, new CallHost()));
        } catch (SipRejection e) {
            audio.close();
            throw e;
        }
    }

    private static void options(InboundRequest request) {
        Response response = request.createResponse(Response.OK, "OK");
        response.addHeader(Fields.allow());
        response.addHeader(Fields.header("Accept", "application/sdp"));
        response.addHeader(Fields.header("Accept", "text/plain"));
        response.addHeader(Fields.header("Supported", "100rel"));
        request.respond(response);
    }
}
