package org.earshot.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.message.Request;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.call.CallEnd;
import org.earshot.common.call.CallRefresh;
import org.earshot.common.call.CallStates;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingStore;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.ForkingProxy;
import org.earshot.registrar.presence.PresenceService;
import org.earshot.registrar.presence.PublishedWords;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.earshot.registrar.presence.watch.BindingsByFlow;
import org.earshot.registrar.presence.watch.Reach;
import org.earshot.registrar.quality.QualityStore;
import org.earshot.server.bus.NodeBus;
import org.earshot.server.config.ServerConfig;

/// Presence in a running server, in every role. Thread-safe.
final class PresenceParts implements AutoCloseable {
    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final Duration RINGING = Duration.ofHours(1);
    private static final Duration CALL = Duration.ofHours(24);

    private final BindingsByFlow bindings;
    private final Reach reach;
    private final PresenceService service;
    private final CallStates calls;
    private final Changes changes;
    private final boolean answersAll;

    /// @param answersAll whether no proxy takes what presence does not serve
    private PresenceParts(
            BindingsByFlow bindings,
            Reach reach,
            PresenceService service,
            CallStates calls,
            Changes changes,
            boolean answersAll) {
        this.bindings = bindings;
        this.reach = reach;
        this.service = service;
        this.calls = calls;
        this.changes = changes;
        this.answersAll = answersAll;
    }

    /// Whether a binding's phone can be reached, as far as anybody knows.
    boolean isReachable(Binding binding) {
        return reach.isReachable(binding);
    }

    /// What presence needs of the rest of the server.
    record Around(
            ServerConfig config,
            ServerMain.Role role,
            Stores stores,
            NodeBus bus,
            SipNode node,
            LocalDomain domain,
            RequestAuthenticator authenticator,
            PublishedWords words,
            QualityStore reports,
            Timers timers,
            InstantSource clock) {}

    static PresenceParts open(Around around) {
        Executor threads = task -> Thread.ofVirtual().name("presence").start(task);
        String self = around.bus().nodes().self();
        PresenceStores stores = around.stores().presence();
        BindingsByFlow bindings =
                new BindingsByFlow(around.stores().bindings(), self, around.timers(), threads);
        Reach reach =
                new Reach(around.node().sender(), around.bus().nodes(), bindings::mayComeBack);
        PresenceService service =
                new PresenceService(
                        new PresenceService.Stores(
                                around.stores().accounts(),
                                bindings,
                                stores.publications(),
                                stores.subscriptions(),
                                stores.rules(),
                                stores.contacts(),
                                stores.calls(),
                                address ->
                                        new WaitingMessages.Count(
                                                around.stores().messages().waitingFor(address), 0),
                                around.reports(),
                                around.stores().withholding()),
                        new PresenceService.Network(
                                around.node().sender(),
                                around.node().listenPoints(),
                                around.authenticator(),
                                reach,
                                bindings,
                                around.bus().nodes(),
                                around.config().database().isShared()),
                        around.bus().changes(),
                        PartConfigs.presence(around.config(), around.domain()),
                        around.words(),
                        around.timers(),
                        threads,
                        around.clock());
        CallStates calls =
                new CallStates(
                        stores.calls(),
                        around.bus().changes(),
                        self,
                        new CallStates.Limits(RINGING, CALL, PartConfigs.REMEMBERED),
                        around.timers(),
                        threads,
                        around.clock());
        around.node().onFlowClosed(bindings::onFlowClosed);
        around.node().onFlowClosed(service::onFlowClosed);
        around.node().onFlowClosed(calls::onFlowClosed);
        return new PresenceParts(
                bindings,
                reach,
                service,
                calls,
                around.bus().changes(),
                around.role() == ServerMain.Role.REGISTRAR);
    }

    /// The bindings for the registrar, which know their connections.
    BindingStore bindings() {
        return bindings;
    }

    /// Hears of the proxy's calls.
    void hear(Optional<ForkingProxy> proxy) {
        proxy.ifPresent(one -> {
            one.onCall(calls);
            var _ =
                    changes.subscribe(
                            Topic.CALL_OVER,
                            change -> CallEnd.of(change).ifPresent(one::endedElsewhere));
            var _ =
                    changes.subscribe(
                            Topic.CALL_REFRESHED,
                            change -> CallRefresh.of(change).ifPresent(one::refreshedElsewhere));
        });
    }

    /// Takes what is for presence, and leaves the rest to another.
    RequestHandler before(RequestHandler other) {
        return request -> {
            boolean ours =
                    answersAll
                            && (request.method().equals(Request.SUBSCRIBE)
                                    || request.method().equals(Request.PUBLISH));
            (ours || service.serves(request) ? service : other).handle(request);
        };
    }

    /// Begins to tell watchers, also those from before the start.
    void start(PeriodicTasks tasks) {
        tasks.every(
                CLEANING,
                "presence",
                () -> {
                    calls.removeExpired();
                    service.clean();
                });
        service.start();
    }

    @Override
    public void close() {
        service.close();
    }
}
