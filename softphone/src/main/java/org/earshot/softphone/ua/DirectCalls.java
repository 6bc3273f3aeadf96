package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestDispatch;
import org.earshot.common.stack.SipRejection;

/// Takes calls of phones nearby that come without a server, while the phone was started for that and nothing forbids it. Confined to the
/// user-agent thread.
final class DirectCalls {
    private static final Set<String> METHODS = Set.of(Identity.ALLOW_DIRECT.split(", ", -1));
    private static final Duration LAST_WORDS = Duration.ofMillis(600);
    private static final String NOT_STARTED =
            "this phone was started without calls that need no server (--direct)";

    private final UserAgentThread thread;
    private final DirectKit kit;
    private final Supplier<Optional<LoggedIn>> loggedIn;
    private final Calls calls;
    private final Network network;
    private final DirectGuard guard;
    private final Consumer<UserAgentEvent> tell;

    private Optional<DirectLine.Open> line = Optional.empty();
    private Optional<UserAgentEvent.DirectChanged> told = Optional.empty();
    private String refusal = NOT_STARTED;
    private boolean begun;

    DirectCalls(
            UserAgentThread thread,
            DirectKit kit,
            Supplier<Optional<LoggedIn>> loggedIn,
            Calls calls,
            Network network,
            InstantSource clock,
            Consumer<UserAgentEvent> tell) {
        this.thread = thread;
        this.kit = kit;
        this.loggedIn = loggedIn;
        this.calls = calls;
        this.network = network;
        this.tell = tell;
        guard = new DirectGuard(clock);
    }

    /// As [Direct#open].
    void begin() {
        begun = kit.line().isPresent();
        review();
    }

    /// Who is logged in, or what his server said, may be another than before.
    void review() {
        if (!begun) {
            return;
        }
        Optional<String> objection =
                DirectPolicy.refusal(
                        loggedIn.get().map(l -> l.account().address().toString()),
                        kit.rules().all());
        if (objection.isPresent()) {
            var _ = shut(objection.get());
        } else if (line.isEmpty()) {
            open();
        }
        tellNews();
    }

    /// The server of an account has said whether such calls are allowed.
    void onWord(Account account, boolean allowed) {
        String address = account.address().toString();
        if (!Optional.of(allowed).equals(Optional.ofNullable(kit.rules().all().get(address)))) {
            kit.rules().keep(address, allowed);
        }
        review();
    }

    private void open() {
        try {
            DirectLine.Open opened =
                    kit.line()
                            .orElseThrow()
                            .open(request -> thread.execute(() -> onRequest(request)));
            line = Optional.of(opened);
            refusal = "";
            if (kit.discoverable()) {
                kit.neighbours().announce(kit.name(), opened.address().getPort());
            }
        } catch (IOException e) {
            refusal = "the port for calls without a server can't be opened: " + e.getMessage();
        }
    }

    /// @return completes when the sockets are closed
    private CompletableFuture<Void> shut(String why) {
        refusal = why;
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Optional<DirectLine.Open> open = line;
        Runnable close =
                () -> {
                    open.ifPresent(DirectLine.Open::close);
                    closed.complete(null);
                };
        if (open.isPresent() && kit.discoverable()) {
            kit.neighbours().withdraw();
        }
        line = Optional.empty();
        if (calls.hangUpAll(Call::isDirect)) {
            var _ = thread.after(LAST_WORDS, close); // a BYE may have to be sent twice
        } else {
            close.run();
        }
        return closed;
    }

    private void tellNews() {
        UserAgentEvent.DirectChanged now =
                new UserAgentEvent.DirectChanged(
                        line.map(DirectLine.Open::address),
                        line.isPresent() && kit.discoverable()
                                ? Optional.of(kit.name())
                                : Optional.empty(),
                        refusal);
        if (!told.equals(Optional.of(now))) {
            told = Optional.of(now);
            tell.accept(now);
        }
    }

    /// The phone ends. Completes when the sockets are closed.
    CompletableFuture<Void> close() {
        begun = false;
        return shut("the phone is closing");
    }

    /// Whether it was started for such calls, allowed or not.
    boolean isWanted() {
        return kit.line().isPresent();
    }

    /// @throws IllegalStateException with a sentence for the user, where such calls can't be
    DirectLine.Open lineOrSay() {
        return line.orElseThrow(() -> new IllegalStateException(refusal));
    }

    // Requests

    private void onRequest(InboundRequest request) {
        RequestDispatch.run(this::route, request);
    }

    private void route(InboundRequest request) throws SipRejection {
        Request message = request.message();
        String method = request.method();
        if (!METHODS.contains(method)) {
            // words belong into the record, and requests in our user's name come from nobody here
            throw new SipRejection(
                    Response.METHOD_NOT_ALLOWED,
                    "Method Not Allowed",
                    Fields.allow(Identity.ALLOW_DIRECT));
        }
        Inbox.check(message);
        Optional<Call> call = calls.of(message, true);
        if (call.isPresent()) {
            call.get().onRequest(request);
            return;
        }
        switch (method) {
            case Request.ACK -> {} // of a call that is over
            case Request.INVITE -> {
                if (Inbox.isInDialog(message) || message.getHeader("Replaces") != null) {
                    throw Rejections.noSuchCall();
                }
                if (line.isEmpty()) {
                    throw new SipRejection(Response.FORBIDDEN, "Only By The Server");
                }
                guard.admit(request.flow().remote().getAddress());
                ring(request);
            }
            case Request.OPTIONS -> {
                if (Inbox.isInDialog(message)) {
                    throw Rejections.noSuchCall();
                }
                Response response = request.createResponse(Response.OK, "OK");
                response.addHeader(Fields.allow(Identity.ALLOW_DIRECT));
                response.addHeader(Fields.header("Accept", "application/sdp"));
                request.respond(response);
            }
            default -> throw Rejections.noSuchCall();
        }
    }

    private void ring(InboundRequest request) {
        Flow flow = request.flow();
        InetSocketAddress place = Caller.place(request);
        Destination.Address peer =
                new Destination.Address(
                        flow.transport(),
                        place.getAddress().getHostAddress(),
                        place.getPort(),
                        place.getAddress().getHostAddress());
        var _ =
                ourSide(peer)
                        .whenComplete((here, failure) ->
                                thread.execute(() ->
                                        RequestDispatch.run(
                                                _ -> ring(request, peer, here), request)));
    }

    private void ring(InboundRequest request, Destination.Address peer, Optional<InetAddress> here)
            throws SipRejection {
        if (here == null || here.isEmpty() || line.isEmpty()) {
            throw new SipRejection(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable");
        }
        calls.ring(request, peer(line.get(), peer, here.get()));
    }

    /// From which of our addresses the other phone is reached.
    private CompletionStage<Optional<InetAddress>> ourSide(Destination.Address peer) {
        return network.localAddressTowards(peer);
    }

    private DirectPeer peer(
            DirectLine.Open open, Destination.Address peer, InetAddress ourAddress) {
        InetSocketAddress contact = new InetSocketAddress(ourAddress, open.address().getPort());
        return new DirectPeer(
                open.sender(),
                Identity.direct(kit.name(), contact, peer),
                kit.line().orElseThrow()::isNear);
    }

    // Calls of our own

    /// Makes a call to a phone at an address.
    ///
    /// @throws IllegalStateException with a sentence for the user
    void place(Id id, DirectTarget.At target, InetAddress address) {
        DirectLine.Open open = lineOrSay();
        if (!kit.line().orElseThrow().isNear(address)) {
            throw new IllegalStateException(
                    address.getHostAddress()
                            + " is not in this network: without a server only phones nearby are called");
        }
        String numeric = address.getHostAddress();
        String uri = target.uri(address);
        Destination.Address peer =
                new Destination.Address(target.transport(), numeric, target.port(), numeric);
        var _ =
                ourSide(peer)
                        .whenComplete((here, failure) ->
                                thread.execute(() -> {
                                    if (!line.equals(Optional.of(open))) {
                                        calls.fail(id, uri, refusal); // forbidden meanwhile
                                    } else if (here == null || here.isEmpty()) {
                                        calls.fail(id, uri, "there is no way to " + numeric);
                                    } else {
                                        calls.place(id, uri, peer(open, peer, here.get()));
                                    }
                                }));
    }
}
