package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.service.PolicyHeader;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.Transport;

/// A phone without a network, on the calling thread.
final class TestPhone implements Signalling, Network {
    final LoopbackNode node;
    final FakeMedia media = new FakeMedia();
    final List<UserAgentEvent> events = new ArrayList<>();
    final List<Flow> keptAlive = new ArrayList<>();
    final List<Flow> closed = new ArrayList<>();
    final SipUserAgent agent;
    final Account account;
    final Flow flow;
    boolean unreachable;

    /// Where the domain says that its servers are; nothing: at the domain itself.
    List<Destination.Address> places = List.of();

    /// The hosts to which there is no way.
    final Set<String> refusing = new HashSet<>();

    /// Where the machine stands; to be changed.
    String host;

    /// Connecting takes until somebody completes these.
    Optional<List<CompletableFuture<Connected>>> connecting = Optional.empty();

    private Duration slept = Duration.ZERO;

    TestPhone(String name, String host, Transport transport, FakeTimers timers) {
        this(name, host, transport, timers, PhoneParts.of(name));
    }

    TestPhone(String name, String host, Transport transport, FakeTimers timers, PhoneParts parts) {
        this.host = host;
        flow = RecordedRequest.flow(transport, "192.0.2.100", 5061, transport.isReliable() ? 1 : 0);
        node = new LoopbackNode(flow);
        account =
                Account.of(
                        "sip:" + name + "@example.org",
                        "secret",
                        "192.0.2.100:5061",
                        transport.parameter());
        agent =
                new SipUserAgent(
                        this,
                        this,
                        media,
                        parts.settings(),
                        parts.memory(),
                        parts.messages(),
                        parts.contacts(),
                        parts.files(),
                        parts.direct(),
                        parts.local(),
                        parts.accounts(),
                        timers,
                        () -> timers.instant().plus(slept),
                        Runnable::run,
                        new SecureRandom());
        agent.subscribe(events::add);
    }

    /// Logs in; the server says yes.
    TestPhone registered() {
        agent.register(account);
        LoopbackNode.Sent register = node.take();
        if (!register.request().getMethod().equals(Request.REGISTER)) {
            throw new AssertionError(register);
        }
        welcome(register);
        events.clear();
        return this;
    }

    /// Logs in at a server of another make.
    TestPhone registeredElsewhere() {
        agent.register(account);
        node.take().respond(200, "OK");
        events.clear();
        return this;
    }

    /// An Earshot server says yes to a REGISTER.
    static void welcome(LoopbackNode.Sent register) {
        register.respond(ofEarshot(register.createResponse(200, "OK")));
    }

    /// As an Earshot server says yes to our phones.
    static Response ofEarshot(Response response) {
        if (response.getHeader(PolicyHeader.NAME) == null) {
            response.addHeader(Fields.header(PolicyHeader.NAME, PolicyHeader.text(true, true)));
        }
        return response;
    }

    /// The same, and the server says yes with another header.
    TestPhone registeredWith(String header, String value) {
        agent.register(account);
        LoopbackNode.Sent register = node.take();
        Response response = register.createResponse(200, "OK");
        response.addHeader(Fields.header(header, value));
        register.respond(ofEarshot(response));
        events.clear();
        return this;
    }

    /// What either of the two sends comes to the other, as through a proxy that adds nothing; its registrar says yes.
    static void join(TestPhone one, TestPhone other) {
        one.node.answeredBy(request -> serve(request, other));
        other.node.answeredBy(request -> serve(request, one));
    }

    private static void serve(InboundRequest request, TestPhone to) {
        if (request.method().equals(Request.REGISTER)) {
            request.respond(ofEarshot(request.createResponse(200, "OK")));
        } else {
            to.agent.handle(request);
        }
    }

    /// The machine sleeps: timers stand still, the clock of the day goes on.
    void sleep(Duration time) {
        slept = slept.plus(time);
    }

    <T extends UserAgentEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends UserAgentEvent> T last(Class<T> type) {
        return events(type).getLast();
    }

    UserAgentEvent.CallChanged call() {
        return last(UserAgentEvent.CallChanged.class);
    }

    List<UserAgentEvent.CallPhase> phases() {
        return events(UserAgentEvent.CallChanged.class).stream()
                .map(UserAgentEvent.CallChanged::state)
                .toList();
    }

    @Override
    public RequestSender sender() {
        return node;
    }

    @Override
    public CompletionStage<Connected> connect(Destination.Address server) {
        if (connecting.isPresent()) {
            connecting.get().add(new CompletableFuture<>());
            return connecting.get().getLast();
        }
        return unreachable || refusing.contains(server.host())
                ? CompletableFuture.failedFuture(new java.io.IOException("connection refused"))
                : CompletableFuture.completedFuture(connected());
    }

    @Override
    public CompletionStage<List<Destination.Address>> places(Destination.Address domain) {
        return CompletableFuture.completedFuture(places.isEmpty() ? List.of(domain) : places);
    }

    Connected connected() {
        return new Connected(flow, new InetSocketAddress(host, 5062));
    }

    @Override
    public void close(Flow connection) {
        closed.add(connection);
    }

    @Override
    public CompletionStage<Optional<InetAddress>> localAddressTowards(Destination.Address server) {
        return CompletableFuture.completedFuture(
                unreachable ? Optional.empty() : Optional.of(InetAddress.ofLiteral(host)));
    }

    @Override
    public void keepAlive(Flow kept) {
        keptAlive.add(kept);
    }
}
