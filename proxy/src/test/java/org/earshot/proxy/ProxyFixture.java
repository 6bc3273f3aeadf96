package org.earshot.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.sip.header.RecordRouteHeader;
import javax.sip.message.Message;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.account.InMemoryWithholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.auth.FakeAuthenticator;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.EventSpool;
import org.earshot.proxy.archive.MemoryCompanion;
import org.earshot.proxy.archive.NotYetAnchoredException;
import org.earshot.proxy.message.EdgeNode;
import org.earshot.proxy.message.FlowOwners;
import org.earshot.proxy.message.InMemoryMessageStore;
import org.earshot.proxy.message.MessageConfig;
import org.earshot.proxy.message.MessageParts;
import org.earshot.proxy.message.MessageStore;
import org.earshot.proxy.message.group.InMemoryGroupStore;
import org.earshot.proxy.route.TrunkBook;

/// A proxy of example.org (192.0.2.1) with alice, bob and carol, and without a network.
final class ProxyFixture {
    static final LocalDomain DOMAIN =
            new LocalDomain("example.org", Set.of("192.0.2.1"), Set.of(5060), Set.of(5060, 5061));
    static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");

    /// Alice's phone, over TLS.
    static final Flow ALICE_TLS = RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40004, 4);

    /// Bob's phone, over TLS; with LoopbackNode all answers come over it.
    static final Flow BOB_TLS = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 40005, 5);

    /// Bob's desk phone.
    static final Flow BOB_UDP = RecordedRequest.flow(Transport.UDP, "192.0.2.6", 5060, 0);

    final FakeTimers clock = new FakeTimers();
    final LoopbackNode node;
    final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    final LocalChanges changes = new LocalChanges(Runnable::run);
    final InMemoryBindingStore bindings = new InMemoryBindingStore(clock, changes);
    final InMemoryMessageStore messages = new InMemoryMessageStore(clock);

    /// Whether the database with messages and record is away.
    boolean away;

    final InMemoryGroupStore groups = new InMemoryGroupStore(changes, clock);
    final InMemoryWithholding withholding = new InMemoryWithholding(changes);
    final FakeAuthenticator authenticator = new FakeAuthenticator(accounts, "example.org");
    final RecordingArchive archive = new RecordingArchive();
    final TrunkBook book = new TrunkBook(clock);
    final KeyRing keyRing;
    final Account alice;
    final Account bob;

    /// Flows that other nodes hold.
    final Set<Flow> elsewhere = new HashSet<>();

    /// Flows that other nodes hold, and where these take what is for them.
    final Map<Flow, EdgeNode> edges = new HashMap<>();

    /// Texts that may name files, before they went on: who to whom, and what.
    final List<String> passed = new ArrayList<>();

    /// Whether nobody knows where phones are.
    boolean storeIsAway;

    boolean lookupHasAFault;

    ForkingProxy proxy;
    private int branch;
    private int bindingNumber;
    private boolean wantsHistory;
    private boolean hasOthers;

    ProxyFixture(Path directory) {
        this(directory, BOB_TLS);
    }

    /// @param answers the flow over which answers come
    ProxyFixture(Path directory, Flow answers) {
        node = new LoopbackNode(answers);
        keyRing = KeyRing.open(directory.resolve("keys"));
        alice = accounts.create(ALICE, "Alice A.");
        bob = accounts.create(BOB, "Bob B.");
        accounts.create(new AddressOfRecord("carol", "example.org"), "Carol");
        proxy = proxy(config(), MessageConfig.standard());
        authenticator.trust(ALICE_TLS, alice);
        authenticator.trust(BOB_TLS, bob);
    }

    static ProxyConfig config() {
        return ProxyConfig.of(
                DOMAIN,
                List.of(
                        new ListenPoint(Transport.UDP, new InetSocketAddress("192.0.2.1", 5060)),
                        new ListenPoint(Transport.TCP, new InetSocketAddress("192.0.2.1", 5060)),
                        new ListenPoint(Transport.TLS, new InetSocketAddress("192.0.2.1", 5061))));
    }

    void configure(UnaryOperator<ProxyConfig> change) {
        proxy.messages().close();
        proxy = proxy(change.apply(config()), MessageConfig.standard());
    }

    void configureMessages(UnaryOperator<MessageConfig> change) {
        proxy.messages().close();
        proxy = proxy(config(), change.apply(MessageConfig.standard()));
    }

    private ForkingProxy proxy(ProxyConfig config, MessageConfig messageConfig) {
        ForkingProxy made =
                proxy(
                        config,
                        messageConfig,
                        changes,
                        owners(this::isElsewhere, edges::get, hasOthers));
        made.messages().start();
        return made;
    }

    /// A request that comes to another node, which holds no flow of a phone and whose news nobody hears; from now on there are other nodes.
    RecordedRequest sendToAnotherNode(Flow flow, String text) {
        hasOthers = true;
        proxy.messages().close();
        proxy = proxy(config(), MessageConfig.standard());
        ForkingProxy other =
                proxy(
                        config(),
                        MessageConfig.standard(),
                        new LocalChanges(Runnable::run),
                        owners(_ -> true, _ -> null, true));
        return RecordedRequest.of(text, flow).handledBy(other);
    }

    private boolean isElsewhere(Flow flow) {
        return elsewhere.contains(flow) || edges.containsKey(flow);
    }

    /// A flow is another node's from now on.
    void isAt(EdgeNode edge, Flow flow) {
        edges.put(flow, edge);
        node.close(flow);
    }

    /// What takes requests in a server: those of other nodes too.
    RequestHandler handler() {
        return proxy.before(proxy);
    }

    private static FlowOwners owners(
            Predicate<Flow> elsewhere, Function<Flow, EdgeNode> edges, boolean hasOthers) {
        return new FlowOwners() {
            @Override
            public boolean isElsewhere(Flow flow) {
                return elsewhere.test(flow);
            }

            @Override
            public Optional<EdgeNode> edge(Flow flow) {
                return Optional.ofNullable(edges.apply(flow));
            }

            @Override
            public boolean hasOthers() {
                return hasOthers;
            }
        };
    }

    private ForkingProxy proxy(
            ProxyConfig config, MessageConfig messageConfig, Changes news, FlowOwners owners) {
        return new ForkingProxy(
                node,
                this::lookup,
                accounts,
                authenticator,
                new MessageParts(
                        archive,
                        new EventBacklog(archive, EventSpool.none(), clock, Runnable::run, clock),
                        unlessAway(messages),
                        groups,
                        news,
                        owners,
                        Runnable::run,
                        messageConfig,
                        withholding,
                        (from, to, content) ->
                                passed.add(from + " to " + to + ": " + new String(content, UTF_8))),
                config,
                book,
                clock,
                clock,
                keyRing);
    }

    private List<Binding> lookup(AddressOfRecord address) {
        if (storeIsAway) {
            throw new StoreUnavailableException("away", null);
        }
        if (lookupHasAFault) {
            throw new IllegalStateException("a fault");
        }
        return bindings.lookup(address);
    }

    void bind(AddressOfRecord address, String contact, Flow flow) {
        bind(address, contact, flow, List.of());
    }

    void bind(AddressOfRecord address, String contact, Flow flow, List<String> path) {
        bind(address, contact, flow, path, Optional.empty(), false);
    }

    /// A phone with an instance; over a flow that it has, or its contact.
    void bind(AddressOfRecord address, String contact, Flow flow, String instance, boolean cpim) {
        bind(address, contact, flow, List.of(), Optional.of(instance), cpim);
    }

    /// A phone that takes CPIM and wants history.
    void bindAsking(AddressOfRecord address, String contact, Flow flow, String instance) {
        wantsHistory = true;
        bind(address, contact, flow, List.of(), Optional.of(instance), true);
        wantsHistory = false;
    }

    void unbind(AddressOfRecord address) {
        bindings.update(address, _ -> List.of());
    }

    private void bind(
            AddressOfRecord address,
            String contact,
            Flow flow,
            List<String> path,
            Optional<String> instance,
            boolean cpim) {
        byte[] key = new byte[32];
        key[0] = (byte) ++bindingNumber;
        Binding binding =
                new Binding(
                        new BindingKey(key),
                        contact,
                        1000,
                        "register",
                        1,
                        clock.instant().plus(Duration.ofHours(1)),
                        instance,
                        0,
                        flow,
                        path,
                        "",
                        cpim,
                        wantsHistory,
                        clock.instant());
        bindings.update(
                address,
                before -> {
                    List<Binding> after = new ArrayList<>(before);
                    after.add(binding);
                    return after;
                });
    }

    /// Bob answers over TLS, at one place.
    void bindBob() {
        bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS);
    }

    RecordedRequest send(Flow flow, String text) {
        return RecordedRequest.of(text, flow).handledBy(proxy);
    }

    /// A request of alice to bob, over her TLS flow.
    RecordedRequest send(String method) {
        return send(ALICE_TLS, text(method));
    }

    RecordedRequest send(String method, UnaryOperator<String> change) {
        return send(ALICE_TLS, change.apply(text(method)));
    }

    String text(String method) {
        return text(method, "", "");
    }

    /// @param headers lines to add
    String text(String method, String headers, String body) {
        return """
        %s sip:bob@example.org SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bK%d;rport
        Max-Forwards: 70
        From: "Mallory" <sip:alice@example.org>;tag=a
        To: <sip:bob@example.org>
        Call-ID: 1@phone
        CSeq: 1 %s
        Contact: <sip:alice@192.0.2.4:40004;transport=tls>
        %s%s\
        """
                .formatted(
                        method,
                        ++branch,
                        method,
                        headers.isEmpty() ? "" : headers + "\n",
                        body.isEmpty() ? "" : "Content-Type: application/sdp\n\n" + body);
    }

    static final String PLAIN_SDP =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.4
            s=-
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;
    static final String KEYED_SDP =
            PLAIN_SDP + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0\n";

    /// A response with a body, as RecordedRequest.parse reads it.
    static Response withBody(Response response, String sdp) {
        String head = response.toString();
        int end = head.indexOf("\r\n\r\n");
        return (Response)
                RecordedRequest.parse(
                        head.substring(0, end) + "\r\nContent-Type: application/sdp\r\n\r\n" + sdp);
    }

    static List<String> recordRoutes(Message message) {
        return Headers.all(message, RecordRouteHeader.NAME).stream()
                .map(header -> ((RecordRouteHeader) header).getAddress().getURI().toString())
                .toList();
    }

    /// Keeps what it is given; can be out of order.
    private MessageStore unlessAway(MessageStore store) {
        return (MessageStore)
                Proxy.newProxyInstance(
                        MessageStore.class.getClassLoader(),
                        new Class<?>[] {MessageStore.class},
                        (_, method, arguments) -> {
                            if (away) {
                                throw new StoreUnavailableException("away", null);
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    static final class RecordingArchive implements Archive {
        final List<ArchiveEvent> events = new ArrayList<>();
        boolean available = true;

        /// Whether what is committed can be anchored.
        boolean anchors = true;

        Optional<RuntimeException> fault = Optional.empty();

        /// What happens between the next submission and its commit.
        Runnable beforeCommit = () -> {};

        /// What happens between the next commit and the moment at which who submitted hears of it.
        Runnable afterCommit = () -> {};

        @Override
        public CompletableFuture<ArchivePosition> submit(
                ArchiveEvent event, Optional<Companion> companion) {
            if (fault.isPresent()) {
                throw fault.get();
            }
            if (!available) {
                return CompletableFuture.failedFuture(
                        new ArchiveUnavailableException("away", null));
            }
            Runnable first = beforeCommit;
            beforeCommit = () -> {};
            first.run();
            try {
                companion.ifPresent(with -> ((MemoryCompanion) with).apply());
            } catch (CompanionRefusedException e) {
                return CompletableFuture.failedFuture(e);
            }
            events.add(event);
            Runnable meanwhile = afterCommit;
            afterCommit = () -> {};
            meanwhile.run();
            if (!anchors) {
                return CompletableFuture.failedFuture(new NotYetAnchoredException("not yet", null));
            }
            return CompletableFuture.completedFuture(
                    new ArchivePosition(new UUID(0, 0), events.size()));
        }

        @Override
        public boolean awaitAnchors(Duration atMost) {
            return anchors;
        }

        @Override
        public void close() {}
    }
}
