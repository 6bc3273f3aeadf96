package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.account.Account;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.account.InMemoryWithholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.auth.FakeAuthenticator;
import org.earshot.common.call.CallChange;
import org.earshot.common.call.CallKey;
import org.earshot.common.call.CallRecord;
import org.earshot.common.call.InMemoryCallStore;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Nodes;
import org.earshot.common.event.Topic;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.earshot.registrar.presence.store.InMemorySubscriptionStore;
import org.earshot.registrar.presence.store.PresenceStores;
import org.earshot.registrar.presence.watch.BindingsByFlow;
import org.earshot.registrar.presence.watch.Reach;
import org.earshot.registrar.quality.InMemoryQualityStore;

/// Presence of example.org (192.0.2.1) with alice, bob and carol, and without a network. Everything runs at once, on the
/// thread of the test.
final class PresenceFixture {
    static final LocalDomain DOMAIN =
            new LocalDomain("example.org", Set.of("192.0.2.1"), Set.of(5060), Set.of(5060, 5061));
    static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");

    /// Bob's phone, which watches.
    static final Flow BOB_TLS = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 40005, 5);

    static final String PRESENCE = "Event: presence";
    static final String DIALOG = "Event: dialog";
    static final String PIDF_TYPE = "Event: presence\nContent-Type: application/pidf+xml";

    static final String PIDF =
            """
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@example.org">
            <tuple id="t1"><status><basic>%s</basic></status></tuple></presence>
            """;

    PublishedWords words = PublishedWords.NOT_RECORDED;
    final FakeTimers clock = new FakeTimers();
    final LocalChanges changes = new LocalChanges(Runnable::run);
    final LoopbackNode node = new LoopbackNode(BOB_TLS);
    final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    final InMemoryCallStore calls = new InMemoryCallStore(clock);
    final FakeAuthenticator authenticator = new FakeAuthenticator(accounts, "example.org");
    final PresenceStores stores;
    final InMemoryQualityStore reports = new InMemoryQualityStore();
    final BindingsByFlow bindings;
    boolean away;
    boolean shared;
    final InMemoryWithholding withholding = new InMemoryWithholding(changes);
    WaitingMessages.Count waiting = new WaitingMessages.Count(0, 0);
    PresenceConfig config = PresenceConfig.of(DOMAIN);
    PresenceService service;
    private int branch;
    private int keys;

    PresenceFixture() {
        stores = PresenceStores.inMemory(clock, changes);
        bindings =
                new BindingsByFlow(
                        new InMemoryBindingStore(clock, changes), "test", clock, Runnable::run);
        for (AddressOfRecord address : List.of(ALICE, BOB, CAROL)) {
            accounts.create(address, address.user());
        }
        start(Nodes.alone("test"));
    }

    /// The service starts, or starts anew: what was in memory is gone.
    void start(Nodes nodes) {
        if (service != null) {
            service.close();
        }
        service =
                new PresenceService(
                        new PresenceService.Stores(
                                accounts,
                                bindings,
                                stores.publications(),
                                stores.subscriptions(),
                                stores.rules(),
                                stores.contacts(),
                                calls,
                                _ -> {
                                    if (away) {
                                        throw new StoreUnavailableException("away", null);
                                    }
                                    return waiting;
                                },
                                reports,
                                withholding),
                        new PresenceService.Network(
                                node,
                                List.of(
                                        point(Transport.UDP, 5060),
                                        point(Transport.TCP, 5060),
                                        point(Transport.TLS, 5061)),
                                authenticator,
                                new Reach(node, nodes, bindings::mayComeBack),
                                bindings,
                                nodes,
                                shared),
                        changes,
                        config,
                        words,
                        clock,
                        Runnable::run,
                        clock);
        service.start();
    }

    void configure(PresenceConfig other) {
        config = other;
        start(Nodes.alone("test"));
    }

    private static ListenPoint point(Transport transport, int port) {
        return new ListenPoint(transport, new InetSocketAddress("192.0.2.1", port));
    }

    Account account(AddressOfRecord address) {
        return accounts.find(address).orElseThrow();
    }

    /// A phone of an address registers; its connection is number `connection`.
    Flow register(AddressOfRecord address, int connection) {
        return register(address, connection, "register" + connection);
    }

    Flow register(AddressOfRecord address, int connection, String callId) {
        Flow flow =
                RecordedRequest.flow(Transport.TLS, "192.0.2.8", 41000 + connection, connection);
        Binding binding =
                new Binding(
                        key(),
                        "sip:x@192.0.2.8:" + (41000 + connection) + ";transport=tls",
                        1000,
                        callId,
                        1,
                        clock.instant().plus(Duration.ofHours(1)),
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
        return flow;
    }

    private BindingKey key() {
        byte[] key = new byte[32];
        key[0] = (byte) ++keys;
        key[1] = (byte) (keys >> 8);
        return new BindingKey(key);
    }

    /// A connection closes, as everybody hears.
    void close(Flow flow) {
        node.close(flow);
        bindings.onFlowClosed(flow);
        service.onFlowClosed(flow);
    }

    void unregister(AddressOfRecord address) {
        bindings.update(address, _ -> List.of());
    }

    /// A call of alice to carol.
    void call(CallRecord.State state, boolean gone) {
        calls.write(List.of(change(state, gone)));
        changes.announce(Change.of(Topic.CALLS, ALICE));
        changes.announce(Change.of(Topic.CALLS, CAROL));
    }

    CallChange change(CallRecord.State state, boolean gone) {
        CallRecord record =
                new CallRecord(
                        new CallKey("call-1", "a"),
                        "test",
                        ALICE.toString(),
                        CAROL.toString(),
                        state,
                        clock.instant(),
                        clock.instant().plus(Duration.ofHours(1)));
        return new CallChange(record, gone);
    }

    RecordedRequest send(Flow flow, String text) {
        return RecordedRequest.of(text, flow).handledBy(service);
    }

    /// A SUBSCRIBE of bob's phone that begins something.
    ///
    /// @param headers lines to add; must name Event
    RecordedRequest subscribe(AddressOfRecord resource, String headers) {
        return subscribe("sip:" + resource.user() + "@example.org", "sub-" + ++branch, headers);
    }

    RecordedRequest subscribe(String uri, String callId, String headers) {
        authenticator.trust(BOB_TLS, account(BOB));
        return send(BOB_TLS, text(uri, callId, "", 1, headers));
    }

    /// A SUBSCRIBE to alice that another phone begins.
    ///
    /// @param watcher whose phone it is
    RecordedRequest subscribe(Flow flow, AddressOfRecord watcher, String callId, String headers) {
        authenticator.trust(flow, account(watcher));
        InetSocketAddress phone = flow.remote();
        String place = phone.getAddress().getHostAddress() + ":" + phone.getPort();
        return send(
                flow,
                """
                SUBSCRIBE sip:alice@example.org SIP/2.0
                Via: SIP/2.0/%1$s %2$s;branch=z9hG4bK%3$s
                Max-Forwards: 70
                From: <%4$s>;tag=%3$s
                To: <sip:alice@example.org>
                Call-ID: %3$s
                CSeq: 1 SUBSCRIBE
                Contact: <sip:%5$s@%2$s;transport=%1$s>
                %6$s
                """
                        .formatted(
                                flow.transport(), place, callId, watcher, watcher.user(), headers));
    }

    /// A SUBSCRIBE within a subscription of bob's.
    RecordedRequest again(RecordedRequest first, int cSeq, String headers) {
        return send(
                first.flow(),
                text(
                        "sip:192.0.2.1:5061;transport=tls",
                        first.callId(),
                        ";tag=" + RecordedRequest.TO_TAG,
                        cSeq,
                        headers));
    }

    private String text(String uri, String callId, String toTag, int cSeq, String headers) {
        return """
        SUBSCRIBE %s SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.5:40005;branch=z9hG4bK%d;rport
        Max-Forwards: 70
        From: <sip:bob@example.org>;tag=b
        To: <sip:alice@example.org>%s
        Call-ID: %s
        CSeq: %d SUBSCRIBE
        Contact: <sip:bob@192.0.2.5:40005;transport=tls>
        %s
        """
                .formatted(uri, ++branch, toTag, callId, cSeq, headers);
    }

    /// A PUBLISH of alice's phone.
    RecordedRequest publish(String headers, String body) {
        return publish(RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40004, 4), headers, body);
    }

    RecordedRequest publish(Flow flow, String headers, String body) {
        authenticator.trust(flow, account(ALICE));
        return send(
                flow,
                """
                PUBLISH sip:alice@example.org SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bK%d;rport
                Max-Forwards: 70
                From: <sip:alice@example.org>;tag=a
                To: <sip:alice@example.org>
                Call-ID: pub
                CSeq: %d PUBLISH
                %s

                %s\
                """
                        .formatted(++branch, branch, headers.strip(), body));
    }

    /// Bob's phone answers all NOTIFYs that came, and those that follow, with 200.
    ///
    /// @return all that came, in the words of [#words]
    List<String> notifies() {
        List<String> all = new ArrayList<>();
        while (true) {
            LoopbackNode.Sent sent;
            try {
                sent = node.take();
            } catch (AssertionError nothingMore) {
                return all;
            }
            all.add(words(sent));
            sent.respond(200, "OK");
        }
    }

    /// Subscription-State and the body, on one line.
    static String words(LoopbackNode.Sent notify) {
        String text = notify.request().toString();
        int split = text.indexOf("\r\n\r\n");
        byte[] raw = notify.request().getRawContent();
        String body = raw == null ? "" : new String(raw, java.nio.charset.StandardCharsets.UTF_8);
        String head = split < 0 ? text : text.substring(0, split);
        String state =
                head.lines()
                        .filter(line -> line.startsWith("Subscription-State"))
                        .findFirst()
                        .orElse("")
                        .replace("Subscription-State: ", "");
        return state + ' ' + body.replaceAll("\\s+", " ");
    }

    static int status(RecordedRequest request) {
        return request.finalResponse().getStatusCode();
    }

    /// Everything has ended, and nothing is left of it.
    void assertNothingIsLeft() {
        assertThat(service.watches().size()).isZero();
        assertThat(service.watches().subjects()).isZero();
        assertThat(service.watches().flows()).isZero();
        assertThat(((InMemorySubscriptionStore) stores.subscriptions()).size()).isZero();
        assertThat(clock.waiting()).isZero();
    }

    static String version(LoopbackNode.Sent notify) {
        Matcher version = Pattern.compile("version=\"(\\d+)\"").matcher(words(notify));
        List<String> all = new ArrayList<>();
        while (version.find()) {
            all.add(version.group(1));
        }
        notify.respond(200, "OK");
        return String.join(" ", all);
    }
}
