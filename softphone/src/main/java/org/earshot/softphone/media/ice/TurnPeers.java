package org.earshot.softphone.media.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/// Whom we write to through the relay, and how. Confined to the client's thread.
final class TurnPeers {
    /// More than ICE checks (RFC 8445 §6.1.2.5 has 100 pairs): somebody's offer with thousands of candidates stays harmless.
    static final int MAX_PEERS = 256;

    private final TurnTransactions transactions;
    private final boolean padded;
    private final boolean ipv6;
    private final RandomGenerator random;
    private final Consumer<byte[]> output;
    private final IntConsumer onError;
    private final Map<InetAddress, TurnPermission> permissions = new HashMap<>();
    private final Map<InetSocketAddress, TurnChannel> channels = new HashMap<>();
    private final List<TurnGrant> grants = new ArrayList<>(); // for loops without iterators
    private final List<TurnChannel> byNumber = new ArrayList<>();

    /// @param padded  whether ChannelData goes over a stream
    /// @param ipv6    the family of the relayed address: peers of the other one can't be reached from it
    /// @param onError hears the codes of refused permissions and channels
    TurnPeers(
            TurnTransactions transactions,
            boolean padded,
            boolean ipv6,
            RandomGenerator random,
            Consumer<byte[]> output,
            IntConsumer onError) {
        this.transactions = transactions;
        this.padded = padded;
        this.ipv6 = ipv6;
        this.random = random;
        this.output = output;
        this.onError = onError;
    }

    /// Has a permission made.
    void permit(InetSocketAddress peer, long now) {
        if (isReachable(peer)) {
            permission(peer.getAddress()).ifPresent(it -> it.want(now));
        }
    }

    /// Sends a packet, or holds it until it may be sent.
    void send(ByteBuffer packet, InetSocketAddress peer, long now) {
        TurnChannel known = channels.get(peer);
        if (known != null) {
            send(packet, known, now);
        } else if (isReachable(peer)) {
            newChannel(peer).ifPresent(it -> send(packet, it, now));
        }
    }

    private void send(ByteBuffer packet, TurnChannel channel, long now) {
        if (channel.holds(now)) {
            channel.touch();
            channel.permission().touch();
            output.accept(ChannelData.write(channel.number(), packet, padded));
            return;
        }
        TurnPermission permission = channel.permission();
        permission.touch();
        permission.send(indication(packet, channel.peer()), now);
        channel.want(now);
        if (channel.isRefused(now)) {
            permission.want(now);
        }
    }

    /// Hands over what came by a channel; allocates nothing.
    ///
    /// @param buffer checked by [ChannelData#is]
    /// @return whether the channel is one of ours
    boolean receive(byte[] buffer, TurnClient.Listener listener) {
        int index = ChannelData.channel(buffer) - ChannelData.FIRST_CHANNEL;
        if (index < 0 || index >= byNumber.size()) {
            return false;
        }
        TurnChannel channel = byNumber.get(index);
        channel.touch();
        channel.permission().touch();
        listener.onData(
                buffer, ChannelData.HEADER_BYTES, ChannelData.length(buffer), channel.peer());
        return true;
    }

    /// Whether packets of a peer are expected: there is a permission (RFC 8656 §11.4).
    boolean expects(InetSocketAddress peer) {
        TurnPermission permission = permissions.get(peer.getAddress());
        if (permission == null) {
            return false;
        }
        permission.touch();
        return true;
    }

    void onTime(long now) {
        for (int i = 0; i < grants.size(); i++) {
            grants.get(i).onTime(now);
        }
    }

    /// When [#onTime] is due.
    long next() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < grants.size(); i++) {
            next = Math.min(next, grants.get(i).next());
        }
        return next;
    }

    private boolean isReachable(InetSocketAddress peer) {
        return !peer.isUnresolved() && (peer.getAddress() instanceof Inet6Address) == ipv6;
    }

    private Optional<TurnPermission> permission(InetAddress peer) {
        TurnPermission known = permissions.get(peer);
        if (known == null && permissions.size() < MAX_PEERS) {
            known = new TurnPermission(peer, transactions, output, onError);
            permissions.put(peer, known);
            grants.add(known);
        }
        return Optional.ofNullable(known);
    }

    private Optional<TurnChannel> newChannel(InetSocketAddress peer) {
        Optional<TurnPermission> permission = permission(peer.getAddress());
        if (permission.isEmpty() || byNumber.size() == MAX_PEERS) {
            return Optional.empty();
        }
        int number = ChannelData.FIRST_CHANNEL + byNumber.size();
        TurnChannel channel =
                new TurnChannel(number, peer, permission.get(), transactions, onError);
        byNumber.add(channel);
        channels.put(peer, channel);
        grants.add(channel);
        return Optional.of(channel);
    }

    private byte[] indication(ByteBuffer packet, InetSocketAddress peer) {
        byte[] data = new byte[packet.remaining()];
        packet.get(packet.position(), data);
        return StunMessage.indication(StunMessage.SEND, TransactionId.random(random))
                .putAddress(StunMessage.XOR_PEER_ADDRESS, peer)
                .put(StunMessage.DATA_ATTRIBUTE, data)
                .plain();
    }
}
