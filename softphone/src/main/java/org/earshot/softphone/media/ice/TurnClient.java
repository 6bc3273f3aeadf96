package org.earshot.softphone.media.ice;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An address at a relay, through which packets come and go (RFC 8656). Pure: it has no socket, no thread and no clock; bytes go
/// to an [Output], bytes and the time come as arguments. Confined to one thread, on which the [Listener] is called too; the
/// listener may call every method.
///
/// Times are nanoseconds of one clock that never goes back, such as `System.nanoTime()`.
public final class TurnClient {
    private static final Logger log = LoggerFactory.getLogger(TurnClient.class);
    private static final int UDP = 17; // IANA's protocol number, in REQUESTED-TRANSPORT
    private static final int FAMILY_IPV6 = 2;

    /// How packets get to the server.
    public enum Transport {
        /// Packets, which may be lost.
        UDP,
        /// TCP or TLS, which lose none.
        STREAM
    }

    /// Of what kind the relayed address is to be, and the peers'.
    public enum Family {
        /// An IPv4 address: what a server gives to whom asks for nothing.
        IPV4,
        /// An IPv6 address (RFC 8656 §18.9).
        IPV6
    }

    /// The way to the server.
    @FunctionalInterface
    public interface Output {
        /// Sends a packet to the server, or loses it.
        ///
        /// @param bytes one STUN message, or ChannelData that is padded already; the output's from now on
        void send(byte[] bytes);

        /// The server wants another one to be used (RFC 8489 §10).
        ///
        /// @param server of the same family as the one before
        /// @return whether [#send] goes there from now on; if not, the client fails
        default boolean redirect(InetSocketAddress server) {
            return false;
        }
    }

    /// What becomes of it.
    public interface Listener {
        /// There is a relayed address.
        ///
        /// @param relayed what peers send to
        /// @param mapped  from where the server sees us: the outside of our NAT
        void onAllocated(InetSocketAddress relayed, InetSocketAddress mapped);

        /// There is none, or no longer. Told once, and nothing after it.
        ///
        /// @param reason in words, for an administrator
        void onFailed(String reason);

        /// A packet came through the relay.
        ///
        /// @param buffer valid during the call only
        void onData(byte[] buffer, int offset, int length, InetSocketAddress peer);
    }

    private enum State {
        NEW,
        ALLOCATING,
        ALLOCATED,
        FAILED,
        CLOSED
    }

    private final Transport transport;
    private final Family family;
    private final RandomGenerator random;
    private final Output output;
    private final Listener listener;
    private final TurnCredentials credentials;
    private final TurnTransactions transactions;
    private final TurnPeers peers;
    private final List<InetSocketAddress> permitted = new ArrayList<>();
    private final TurnTransactions.Task allocation = new Allocation();
    private final TurnTransactions.Task refresh = new Refresh();
    private InetSocketAddress server;
    private boolean redirected;
    private State state = State.NEW;
    private TurnLifetime lifetime = TurnLifetime.NONE;

    /// A client that waits for [#start], and wants an IPv4 address.
    ///
    /// @param server   resolved
    /// @param username as the SIP server gave it; nothing of it is printed, nor of the password
    /// @param random   must not be predictable
    public TurnClient(
            InetSocketAddress server,
            String username,
            String password,
            Transport transport,
            RandomGenerator random,
            Output output,
            Listener listener) {
        this(server, username, password, transport, Family.IPV4, random, output, listener);
    }

    /// A client that waits for [#start].
    ///
    /// @param server   resolved
    /// @param username as the SIP server gave it; nothing of it is printed, nor of the password
    /// @param family   that of the relayed address, which needn't be the server's
    /// @param random   must not be predictable
    public TurnClient(
            InetSocketAddress server,
            String username,
            String password,
            Transport transport,
            Family family,
            RandomGenerator random,
            Output output,
            Listener listener) {
        if (server.isUnresolved()) {
            throw new IllegalArgumentException("unresolved: " + server);
        }
        this.server = server;
        this.transport = transport;
        this.family = family;
        this.random = random;
        this.output = output;
        this.listener = listener;
        boolean stream = transport == Transport.STREAM;
        credentials = new TurnCredentials(username, password);
        transactions = new TurnTransactions(credentials, !stream, random, output::send);
        peers =
                new TurnPeers(
                        transactions,
                        stream,
                        family == Family.IPV6,
                        random,
                        output::send,
                        this::onPeerRefused);
    }

    /// Asks for a relayed address.
    ///
    /// @throws IllegalStateException when called again
    public void start(long nowNanos) {
        if (state != State.NEW) {
            throw new IllegalStateException("started already");
        }
        state = State.ALLOCATING;
        transactions.begin(allocation, nowNanos);
    }

    /// The server in use: another than at the start after [Output#redirect].
    public InetSocketAddress server() {
        return server;
    }

    /// Has a peer's packets let through before anything is sent to it: a check of ICE from there may be the first packet. May be
    /// called before there is a relayed address. A peer of the other family is ignored.
    ///
    /// @param peer its address counts, not its port
    public void permit(InetSocketAddress peer, long nowNanos) {
        switch (state) {
            case NEW, ALLOCATING -> {
                if (permitted.size() < TurnPeers.MAX_PEERS) {
                    permitted.add(peer);
                }
            }
            case ALLOCATED -> peers.permit(peer, nowNanos);
            case FAILED, CLOSED -> {}
        }
    }

    /// Sends a packet to a peer through the relay: by its channel, by Send indication until that is bound, and once the
    /// permission is there where it isn't yet (up to eight packets wait for that). Lost without a relayed address, and where
    /// the server forbids the peer, or it is of the other family.
    ///
    /// @param packet from position to limit; not moved, and copied
    public void send(ByteBuffer packet, InetSocketAddress peer, long nowNanos) {
        if (state == State.ALLOCATED) {
            peers.send(packet, peer, nowNanos);
        }
    }

    /// The same as the other, with a look at where it came from: packets of others than the server don't count.
    public boolean onPacket(byte[] buffer, int length, InetSocketAddress source, long nowNanos) {
        return source.equals(server) && onPacket(buffer, length, nowNanos);
    }

    /// Takes what came from the server: one STUN message, or ChannelData.
    ///
    /// @param buffer holds it from index 0 on
    /// @return whether it was this client's: an answer to a request of somebody else is not
    public boolean onPacket(byte[] buffer, int length, long nowNanos) {
        if (state != State.ALLOCATING && state != State.ALLOCATED) {
            return false;
        }
        if (ChannelData.is(buffer, length)) {
            return peers.receive(buffer, listener);
        }
        StunMessage message;
        try {
            message = StunMessage.parse(buffer, length);
        } catch (StunException e) {
            return false;
        }
        return switch (message.kind()) {
            case REQUEST -> false;
            case INDICATION -> message.method() == StunMessage.DATA && onData(message);
            case SUCCESS, ERROR -> transactions.onAnswer(message, nowNanos);
        };
    }

    /// Asks the server soon whether it still has the relayed address: nothing comes by it. One that was restarted says no, and
    /// would not be asked for minutes otherwise.
    public void probe(long nowNanos) {
        if (isSure()) {
            lifetime = lifetime.refreshedAt(nowNanos);
        }
    }

    /// Whether there is a relayed address of which the server has not just been asked in vain.
    public boolean isSure() {
        return state == State.ALLOCATED && lifetime.refresh() != Long.MAX_VALUE;
    }

    /// Repeats, renews and gives up what is due.
    public void onTime(long nowNanos) {
        if (nowNanos >= lifetime.expiry()) {
            fail(TurnErrors.silence(server, transport == Transport.UDP));
            return;
        }
        if (nowNanos >= lifetime.refresh()) {
            lifetime = lifetime.refreshedAt(Long.MAX_VALUE);
            transactions.begin(refresh, nowNanos);
        }
        peers.onTime(nowNanos);
        transactions.onTime(nowNanos);
    }

    /// When [#onTime] is due; `Long.MAX_VALUE` for never. May change with every other call.
    public long nextNanos() {
        if (state != State.ALLOCATING && state != State.ALLOCATED) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(lifetime.expiry(), lifetime.refresh());
        return Math.min(next, Math.min(transactions.next(), peers.next()));
    }

    /// Gives the relayed address back, with one packet that isn't repeated: the server forgets it by itself otherwise. Nothing
    /// is told any more.
    public void close() {
        if ((state == State.ALLOCATING || state == State.ALLOCATED)
                && credentials.key().isPresent()) {
            output.send(credentials.apply(refresh(TransactionId.random(random), 0)));
        }
        end(State.CLOSED);
    }

    private boolean onData(StunMessage message) {
        Optional<InetSocketAddress> peer = message.address(StunMessage.XOR_PEER_ADDRESS);
        Optional<byte[]> data = message.bytes(StunMessage.DATA_ATTRIBUTE);
        if (peer.isEmpty() || data.isEmpty() || !peers.expects(peer.get())) {
            return false;
        }
        listener.onData(data.get(), 0, data.get().length, peer.get());
        return true;
    }

    private final class Allocation implements TurnTransactions.Task {
        @Override
        public StunMessage.Builder request(TransactionId id) {
            StunMessage.Builder request =
                    StunMessage.request(StunMessage.ALLOCATE, id)
                            .putNumber(StunMessage.REQUESTED_TRANSPORT, UDP << 24);
            return family == Family.IPV6
                    ? request.putNumber(StunMessage.REQUESTED_ADDRESS_FAMILY, FAMILY_IPV6 << 24)
                    : request;
        }

        @Override
        public void onSuccess(StunMessage answer, long asked, long now) {
            Optional<InetSocketAddress> relayed =
                    answer.address(StunMessage.XOR_RELAYED_ADDRESS)
                            .filter(it -> isUsable(it, family == Family.IPV6));
            Optional<InetSocketAddress> mapped = answer.address(StunMessage.XOR_MAPPED_ADDRESS);
            if (relayed.isEmpty() || mapped.isEmpty()) {
                fail(TurnErrors.nonsense(server));
                return;
            }
            state = State.ALLOCATED;
            lifetime = TurnLifetime.of(answer.number(StunMessage.LIFETIME), asked);
            permitted.forEach(peer -> peers.permit(peer, now));
            permitted.clear();
            log.debug("relayed address {} at {}", relayed.get(), server);
            listener.onAllocated(relayed.get(), mapped.get());
        }

        @Override
        public void onError(StunMessage answer, long now) {
            if (answer.errorCode() == 300 && isRedirected(answer)) {
                transactions.begin(this, now);
            } else {
                fail(TurnErrors.words(server, true, answer));
            }
        }

        @Override
        public void onTimeout(long now) {
            fail(TurnErrors.silence(server, transport == Transport.UDP));
        }
    }

    private final class Refresh implements TurnTransactions.Task {
        @Override
        public StunMessage.Builder request(TransactionId id) {
            return refresh(id, TurnLifetime.USUAL_SECONDS);
        }

        @Override
        public void onSuccess(StunMessage answer, long asked, long now) {
            lifetime = TurnLifetime.of(answer.number(StunMessage.LIFETIME), asked);
        }

        @Override
        public void onError(StunMessage answer, long now) {
            fail(TurnErrors.words(server, false, answer));
        }

        @Override
        public void onTimeout(long now) {
            lifetime = lifetime.refreshedAt(now); // again and again, until the time is over
        }
    }

    private StunMessage.Builder refresh(TransactionId id, int seconds) {
        return StunMessage.request(StunMessage.REFRESH, id)
                .putNumber(StunMessage.LIFETIME, seconds);
    }

    // once: two servers may name each other
    private boolean isRedirected(StunMessage answer) {
        Optional<InetSocketAddress> alternate =
                answer.address(StunMessage.ALTERNATE_SERVER)
                        .filter(it -> isUsable(it, server.getAddress() instanceof Inet6Address));
        if (redirected || alternate.isEmpty() || !output.redirect(alternate.get())) {
            return false;
        }
        redirected = true;
        server = alternate.get();
        credentials.forget();
        return true;
    }

    private static boolean isUsable(InetSocketAddress address, boolean ipv6) {
        return address.getPort() != 0
                && (address.getAddress() instanceof Inet6Address) == ipv6
                && !address.getAddress().isAnyLocalAddress()
                && !address.getAddress().isMulticastAddress();
    }

    // 437: the allocation itself has gone (§5)
    private void onPeerRefused(int code) {
        log.debug("the relay {} refuses a peer: {}", server, code);
        if (code == 437) {
            fail(TurnErrors.lost(server));
        }
    }

    private void fail(String reason) {
        if (state == State.ALLOCATING || state == State.ALLOCATED) {
            end(State.FAILED);
            listener.onFailed(reason);
        }
    }

    private void end(State last) {
        state = last;
        transactions.end();
        lifetime = TurnLifetime.NONE;
    }

    @Override
    public String toString() {
        return "TURN client of " + server + ", " + state;
    }
}
