package org.earshot.softphone.ua;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sip.message.Request;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.Transport;

/// A phone without a network, on the calling thread.
final class TestPhone implements Signalling {
    final LoopbackNode node;
    final FakeMedia media = new FakeMedia();
    final List<UserAgentEvent> events = new ArrayList<>();
    final List<Flow> keptAlive = new ArrayList<>();
    final SipUserAgent agent;
    final Account account;
    final Flow flow;
    boolean unreachable;
    private final String host;

    TestPhone(String name, String host, Transport transport, FakeTimers timers) {
        this(name, host, transport, timers, PhoneSettings.of("urn:uuid:0-" + name));
    }

    TestPhone(
            String name,
            String host,
            Transport transport,
            FakeTimers timers,
            PhoneSettings settings) {
        this(name, host, transport, timers, settings, Memory.ofThisRun(), MessageStore.ofThisRun());
    }

    TestPhone(
            String name,
            String host,
            Transport transport,
            FakeTimers timers,
            PhoneSettings settings,
            Memory memory,
            MessageStore messageStore) {
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
                        media,
                        settings,
                        memory,
                        messageStore,
                        timers,
                        timers,
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
        register.respond(200, "OK");
        events.clear();
        return this;
    }

    /// What either of the two sends comes to the other, as through a proxy that adds nothing.
    static void join(TestPhone one, TestPhone other) {
        one.node.answeredBy(other.agent);
        other.node.answeredBy(one.agent);
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
    public CompletionStage<InetSocketAddress> contactAddress(Destination.Address server) {
        return unreachable
                ? CompletableFuture.failedFuture(new java.io.IOException("connection refused"))
                : CompletableFuture.completedFuture(new InetSocketAddress(host, 5062));
    }

    @Override
    public void keepAlive(Flow kept) {
        keptAlive.add(kept);
    }
}
