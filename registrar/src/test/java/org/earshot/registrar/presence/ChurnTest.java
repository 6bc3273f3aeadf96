package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sip.header.CallIdHeader;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.FakeAuthenticator;
import org.earshot.common.call.CallKey;
import org.earshot.common.call.CallListener;
import org.earshot.common.call.CallRecord;
import org.earshot.common.call.CallStates;
import org.earshot.common.call.InMemoryCallStore;
import org.earshot.common.db.Dialect;
import org.earshot.common.event.Change;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Nodes;
import org.earshot.common.event.Topic;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.DialogInfo;
import org.earshot.common.presence.MessageSummary;
import org.earshot.common.presence.Pidf;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.InMemoryPublicationStore;
import org.earshot.registrar.presence.store.InMemorySubscriptionStore;
import org.earshot.registrar.presence.store.PresenceStores;
import org.earshot.registrar.presence.watch.BindingsByFlow;
import org.earshot.registrar.presence.watch.Reach;
import org.earshot.registrar.quality.InMemoryQualityStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A week of a thousand people whose phones come, go, lose their connections, call, publish, get messages, watch and don't
/// answer, at random. Whenever it is quiet, every watcher of presence, every lamp and every counter of what waits was told
/// what is true; in the end nothing is left of anything.
class ChurnTest {
    private static final int PEOPLE = 1000;

    private Random random = new Random(0);
    private final FakeTimers clock = new FakeTimers();
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private PresenceStores stores;
    private final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    private final InMemoryCallStore callStore = new InMemoryCallStore(clock);
    private final FakeAuthenticator authenticator = new FakeAuthenticator(accounts, "example.org");
    private final Network network = new Network();
    private final InMemoryBindingStore bindingStore = new InMemoryBindingStore(clock, changes);
    private final BindingsByFlow bindings =
            new BindingsByFlow(bindingStore, "test", clock, Runnable::run);
    private final CallStates calls =
            new CallStates(
                    callStore,
                    changes,
                    "test",
                    new CallStates.Limits(Duration.ofMinutes(5), Duration.ofHours(2), 10_000),
                    clock,
                    Runnable::run,
                    clock);
    private PresenceService service;

    private final List<Account> people = new ArrayList<>();
    private final Map<AddressOfRecord, Map<Flow, Instant>> phones = new HashMap<>();
    private final Map<AddressOfRecord, Published> published = new HashMap<>();
    private final Map<CallKey, Call> talking = new HashMap<>();
    private final Map<String, Watching> watching = new HashMap<>();
    private final Map<AddressOfRecord, Integer> waiting = new HashMap<>();
    private int counter;

    /// What a phone has published last.
    private record Published(String etag, boolean open, Instant until) {}

    private record Call(AddressOfRecord caller, AddressOfRecord callee, boolean answered) {}

    /// A watcher's own view of its subscription.
    private static final class Watching {
        private final AddressOfRecord watcher;
        private final AddressOfRecord resource;
        private final EventPackage event;
        private final Flow flow;
        private int cSeq = 1;
        private String told = "nothing";

        Watching(AddressOfRecord watcher, AddressOfRecord resource, EventPackage event, Flow flow) {
            this.event = event;
            this.watcher = watcher;
            this.resource = resource;
            this.flow = flow;
        }
    }

    private void open(PresenceStores with) {
        stores = with;
        Reach reach = new Reach(network, Nodes.alone("test"), bindings::mayComeBack);
        service =
                new PresenceService(
                        new PresenceService.Stores(
                                accounts,
                                bindings,
                                stores.publications(),
                                stores.subscriptions(),
                                stores.rules(),
                                stores.contacts(),
                                callStore,
                                address ->
                                        new WaitingMessages.Count(
                                                waiting.getOrDefault(address, 0), 0),
                                new InMemoryQualityStore()),
                        new PresenceService.Network(
                                network,
                                List.of(
                                        new ListenPoint(
                                                Transport.TLS,
                                                new InetSocketAddress("192.0.2.1", 5061))),
                                authenticator,
                                reach,
                                bindings,
                                Nodes.alone("test"),
                                false),
                        changes,
                        PresenceConfig.of(PresenceFixture.DOMAIN),
                        PublishedWords.NOT_RECORDED,
                        clock,
                        Runnable::run,
                        clock);
        for (int i = 0; i < PEOPLE; i++) {
            people.add(accounts.create(new AddressOfRecord("u" + i, "example.org"), ""));
        }
    }

    /// Phones that answer NOTIFYs late, wrongly, or not at all.
    private final class Network implements RequestSender {
        private final Set<Flow> closed = new HashSet<>();
        private boolean perfect;

        @Override
        public ClientTransaction send(
                Request request,
                Destination destination,
                String branchSuffix,
                ClientTransaction.Listener listener,
                Executor executor) {
            int dice = perfect ? 0 : random.nextInt(100);
            if (dice < 90) {
                int status = dice < 85 ? 200 : dice < 88 ? 500 : 481;
                clock.after(
                        Duration.ofMillis(random.nextInt(400)),
                        () -> {
                            if (status == 200) {
                                hear(request);
                            }
                            executor.execute(() ->
                                    listener.onResponse(
                                            response(request, status), RecordedRequest.udpFlow()));
                        });
            } else if (dice < 98) {
                clock.after(Duration.ofSeconds(32), () -> executor.execute(listener::onTimeout));
            } else {
                clock.after(
                        Duration.ofMillis(5),
                        () -> executor.execute(() -> listener.onTransportError("closed")));
            }
            return new ClientTransaction() {
                @Override
                public String branch() {
                    return "z9hG4bKx";
                }

                @Override
                public void cancel(List<Header> headers) {}

                @Override
                public void abandon() {}
            };
        }

        private Response response(Request request, int status) {
            try {
                return SipMessages.messages().createResponse(status, request);
            } catch (java.text.ParseException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void sendAck(Request ack, Destination destination) {}

        @Override
        public void sendResponse(Response response, Flow flow) {}

        @Override
        public boolean isOpen(Flow flow) {
            return !closed.contains(flow);
        }
    }

    private void hear(Request notify) {
        String callId = ((CallIdHeader) notify.getHeader(CallIdHeader.NAME)).getCallId();
        Watching one = watching.get(callId);
        if (one == null) {
            return;
        }
        if (notify.getHeader("Subscription-State").toString().contains("terminated")) {
            watching.remove(callId);
            return;
        }
        try {
            byte[] body = notify.getRawContent();
            one.told =
                    switch (one.event) {
                        case PRESENCE -> PresenceState.of(Pidf.parse(body)).status().name();
                        case DIALOG -> lamps(DialogInfo.parse(body));
                        default -> Boolean.toString(MessageSummary.parse(body).waiting());
                    };
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    /// As a lamp shows it: how many calls ring, how many were answered.
    private static String lamps(DialogInfo document) {
        return lamps(
                document.dialogs().stream()
                        .map(DialogInfo.Dialog::state)
                        .filter(state -> state != DialogInfo.State.TERMINATED)
                        .map(state -> state == DialogInfo.State.CONFIRMED)
                        .toList());
    }

    private static String lamps(List<Boolean> answered) {
        long confirmed = answered.stream().filter(one -> one).count();
        return answered.size() - confirmed + " ring, " + confirmed + " speak";
    }

    @ParameterizedTest(name = "seed {0}, {1} hours")
    @CsvSource({"2026, 168", "7, 24", "31, 24"})
    void aWeek(long seed, int hours) {
        open(PresenceStores.inMemory(clock, changes));
        run(seed, Duration.ofHours(hours));
        assertThat(((InMemorySubscriptionStore) stores.subscriptions()).size()).isZero();
        assertThat(((InMemoryPublicationStore) stores.publications()).size()).isZero();
    }

    @Test
    void aMorningOnADatabase() {
        open(PresenceStores.in(Dialect.H2, clock, changes));
        run(5, Duration.ofHours(8));
        for (EventPackage event :
                List.of(EventPackage.PRESENCE, EventPackage.DIALOG, EventPackage.MESSAGE_SUMMARY)) {
            assertThat(stores.subscriptions().resources(event))
                    .noneMatch(address -> address.domain().equals("example.org"));
        }
        people.forEach(one -> assertThat(stores.publications().lookup(one.address())).isEmpty());
    }

    private void run(long seed, Duration time) {
        random = new Random(seed);
        Instant end = clock.instant().plus(time);
        int steps = 0;
        while (clock.instant().isBefore(end)) {
            step();
            clock.advance(Duration.ofMillis(random.nextInt(90_000)));
            if (++steps % 50 == 0) {
                clean();
            }
            if (steps % 700 == 0) {
                beQuiet();
            }
        }
        assertThat(steps).isGreaterThan((int) time.toHours() * 60);
        everythingEnds();
    }

    private void clean() {
        bindings.removeExpired();
        calls.removeExpired();
        service.clean();
    }

    /// After two minutes without news every watcher that is still told knows the truth.
    private void beQuiet() {
        network.perfect = true;
        clock.advance(Duration.ofMinutes(2));
        clean();
        clock.advance(Duration.ofSeconds(10));
        int checked = 0;
        for (Map.Entry<String, Watching> entry : watching.entrySet()) {
            Dialog.Id id = new Dialog.Id(entry.getKey(), RecordedRequest.TO_TAG, "b");
            if (service.watches().find(id).isPresent()) {
                assertThat(entry.getValue().told)
                        .as("%s of %s", entry.getValue().event, entry.getValue().resource)
                        .isEqualTo(truth(entry.getValue()));
                checked++;
            }
        }
        assertThat(checked).isPositive();
        network.perfect = false;
    }

    private String truth(Watching one) {
        return switch (one.event) {
            case PRESENCE -> presence(one.resource).name();
            case DIALOG ->
                    lamps(
                            callStore.callsOf(one.resource.toString()).stream()
                                    .map(call -> call.state() == CallRecord.State.CONFIRMED)
                                    .toList());
            default -> Boolean.toString(waiting.getOrDefault(one.resource, 0) > 0);
        };
    }

    private PresenceStatus presence(AddressOfRecord address) {
        Instant now = clock.instant();
        boolean reachable =
                phones.getOrDefault(address, Map.of()).entrySet().stream()
                        .anyMatch(
                                one -> one.getValue().isAfter(now) && network.isOpen(one.getKey()));
        Published last = published.get(address);
        boolean counts = last != null && last.until().isAfter(now);
        if (counts ? !last.open() : !reachable) {
            return PresenceStatus.OFFLINE;
        }
        boolean speaks =
                callStore.callsOf(address.toString()).stream()
                        .anyMatch(call ->
                                call.state() == CallRecord.State.CONFIRMED
                                        || call.caller().equals(address.toString()));
        return speaks ? PresenceStatus.ON_THE_PHONE : PresenceStatus.AVAILABLE;
    }

    private void everythingEnds() {
        clock.advance(Duration.ofHours(25));
        clean();
        clock.advance(Duration.ofMinutes(10));
        clean();
        assertThat(service.watches().size()).isZero();
        assertThat(service.watches().subjects()).isZero();
        assertThat(service.watches().flows()).isZero();
        assertThat(calls.size()).isZero();
        assertThat(callStore.size()).isZero();
        assertThat(bindings.addresses()).isEmpty();
        phones.values().stream().flatMap(all -> all.keySet().stream()).forEach(this::lose);
        clock.advance(Duration.ofMinutes(1));
        assertThat(bindings.flows()).isZero();
        assertThat(clock.waiting()).isZero();
    }

    private AddressOfRecord somebody() {
        return people.get(random.nextInt(PEOPLE)).address();
    }

    /// Fewer people, so that something happens to those who are watched.
    private AddressOfRecord somebodyKnown() {
        return people.get(random.nextInt(PEOPLE / 10)).address();
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1 -> register(somebodyKnown());
            case 2 -> unregister(somebodyKnown());
            case 3 -> loseOne(somebodyKnown());
            case 4 -> publish(somebodyKnown());
            case 5, 6 -> subscribe(somebody(), somebodyKnown(), EventPackage.PRESENCE);
            case 7 -> subscribe(somebody(), somebodyKnown(), EventPackage.DIALOG);
            case 11 -> {
                AddressOfRecord own = somebodyKnown();
                subscribe(own, own, EventPackage.MESSAGE_SUMMARY);
            }
            case 12, 13 -> wait(somebodyKnown(), random.nextInt(3));
            case 8 -> again(false);
            case 9 -> again(true);
            case 10 -> call();
            default -> hangUp();
        }
    }

    private Flow newFlow(Account account) {
        Flow flow =
                RecordedRequest.flow(
                        Transport.TLS, "192.0.2.9", 1024 + counter % 60_000, ++counter);
        authenticator.trust(flow, account);
        return flow;
    }

    private void register(AddressOfRecord address) {
        Flow flow = newFlow(accounts.find(address).orElseThrow());
        Instant until = clock.instant().plusSeconds(60L + random.nextInt(7000));
        byte[] key = new byte[32];
        random.nextBytes(key);
        Binding binding =
                new Binding(
                        new BindingKey(key),
                        "sip:u@192.0.2.9:" + flow.remote().getPort() + ";transport=tls",
                        1000,
                        "r" + counter,
                        1,
                        until,
                        Optional.empty(),
                        0,
                        flow,
                        List.of(),
                        "",
                        false,
                        clock.instant());
        bindings.update(
                address,
                before -> {
                    List<Binding> after = new ArrayList<>(before);
                    after.add(binding);
                    return after;
                });
        phones.computeIfAbsent(address, _ -> new HashMap<>()).put(flow, until);
    }

    private void unregister(AddressOfRecord address) {
        bindings.update(address, _ -> List.of());
        phones.getOrDefault(address, Map.of()).keySet().forEach(this::lose);
        phones.remove(address);
    }

    private void loseOne(AddressOfRecord address) {
        phones.getOrDefault(address, Map.of()).keySet().stream()
                .filter(network::isOpen)
                .findFirst()
                .ifPresent(this::lose);
    }

    private void lose(Flow flow) {
        network.closed.add(flow);
        bindings.onFlowClosed(flow);
        service.onFlowClosed(flow);
        calls.onFlowClosed(flow);
    }

    private void publish(AddressOfRecord address) {
        Published before = published.get(address);
        boolean alive = before != null && before.until().isAfter(clock.instant());
        boolean removal = alive && random.nextInt(4) == 0;
        boolean open = random.nextBoolean();
        int seconds = 60 + random.nextInt(3000);
        String headers =
                (alive ? "SIP-If-Match: " + before.etag() + "\n" : "")
                        + "Expires: "
                        + (removal ? 0 : seconds)
                        + "\n"
                        + (removal ? "" : "Content-Type: application/pidf+xml\n");
        Flow flow = newFlow(accounts.find(address).orElseThrow());
        RecordedRequest request =
                RecordedRequest.of(
                                """
                                PUBLISH %1$s SIP/2.0
                                Via: SIP/2.0/TLS 192.0.2.9;branch=z9hG4bK%2$d
                                Max-Forwards: 70
                                From: <%1$s>;tag=a
                                To: <%1$s>
                                Call-ID: p%2$d
                                CSeq: 1 PUBLISH
                                Event: presence
                                %3$s
                                %4$s\
                                """
                                        .formatted(
                                                address,
                                                ++counter,
                                                headers,
                                                removal
                                                        ? ""
                                                        : PresenceFixture.PIDF.formatted(
                                                                open ? "open" : "closed")),
                                flow)
                        .handledBy(service);
        Response ok = request.finalResponse();
        assertThat(ok.getStatusCode()).isEqualTo(200);
        if (removal) {
            published.remove(address);
        } else {
            String etag = ok.getHeader("SIP-ETag").toString().split(":", 2)[1].strip();
            published.put(address, new Published(etag, open, clock.instant().plusSeconds(seconds)));
        }
    }

    /// So many messages wait now, and whoever shows that is told.
    private void wait(AddressOfRecord address, int count) {
        waiting.put(address, count);
        changes.announce(Change.of(Topic.WAITING, address));
    }

    private void subscribe(AddressOfRecord watcher, AddressOfRecord resource, EventPackage event) {
        Flow flow = newFlow(accounts.find(watcher).orElseThrow());
        String callId = "s" + ++counter;
        Watching one = new Watching(watcher, resource, event, flow);
        watching.put(callId, one);
        Response response = send(one, callId, resource.toString(), "", 60 + random.nextInt(7000));
        if (response.getStatusCode() != 200) {
            throw new AssertionError(response.toString());
        }
    }

    private void again(boolean end) {
        Optional<String> callId = watching.keySet().stream().findAny();
        if (callId.isEmpty()) {
            return;
        }
        Watching one = watching.get(callId.get());
        one.cSeq++;
        Response response =
                send(
                        one,
                        callId.get(),
                        "sip:192.0.2.1:5061;transport=tls",
                        ";tag=" + RecordedRequest.TO_TAG,
                        end ? 0 : 600);
        if (response.getStatusCode() == 481) {
            watching.remove(callId.get());
        }
    }

    private Response send(Watching one, String callId, String uri, String toTag, int expires) {
        return RecordedRequest.of(
                        """
                        SUBSCRIBE %s SIP/2.0
                        Via: SIP/2.0/TLS 192.0.2.9;branch=z9hG4bK%d
                        Max-Forwards: 70
                        From: <%s>;tag=b
                        To: <%s>%s
                        Call-ID: %s
                        CSeq: %d SUBSCRIBE
                        Contact: <sip:w@192.0.2.9:%d;transport=tls>
                        Event: %s
                        Expires: %d
                        """
                                .formatted(
                                        uri,
                                        ++counter,
                                        one.watcher,
                                        one.resource,
                                        toTag,
                                        callId,
                                        one.cSeq,
                                        one.flow.remote().getPort(),
                                        one.event.token(),
                                        expires),
                        one.flow)
                .handledBy(service)
                .finalResponse();
    }

    private void call() {
        CallKey key = new CallKey("c" + ++counter, "t");
        Call call = new Call(somebodyKnown(), somebody(), random.nextBoolean());
        CallRecord.State state =
                call.answered() ? CallRecord.State.CONFIRMED : CallRecord.State.EARLY;
        calls.goesOn(key, state, side(call.caller()), side(call.callee()));
        talking.put(key, call);
    }

    private static CallListener.Side side(AddressOfRecord address) {
        return new CallListener.Side(address.toString(), Optional.empty());
    }

    private void hangUp() {
        // some are never told of: their time ends them
        talking.keySet().stream()
                .findAny()
                .ifPresent(key -> {
                    talking.remove(key);
                    if (random.nextInt(10) > 0) {
                        calls.ended(key);
                    }
                });
    }
}
