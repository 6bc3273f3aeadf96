package org.earshot.softphone.media.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.ice.StunMessage.Kind;

/// A TURN server for one client, written from RFC 8656 §7 to §12 and RFC 8489 §9.2.4, with neither sockets nor a clock. What it
/// gets it counts, what it answers waits in [#out].
public final class SimulatedTurnServer {
    public static final String USER = "1790000000:alice";
    public static final String PASSWORD = "a password of the test";
    static final String REALM = "example.org";
    static final InetSocketAddress MAPPED = new InetSocketAddress("203.0.113.9", 40_000);
    static final InetSocketAddress RELAYED = new InetSocketAddress("192.0.2.50", 50_000);
    static final InetSocketAddress RELAYED_IPV6 = new InetSocketAddress("2001:db8::50", 50_000);

    /// What came out at the relayed address.
    record Relayed(InetSocketAddress peer, String text) {}

    public final Queue<byte[]> out = new ArrayDeque<>();
    final List<Relayed> relayed = new ArrayList<>();
    final Map<Integer, Integer> received = new HashMap<>();
    final Map<Integer, Integer> refusals = new HashMap<>();
    final List<Long> times = new ArrayList<>();
    int lifetimeSeconds = 600;
    int channelData;
    int sendIndications;
    int lose;
    int loseAnswers;
    boolean silent;
    boolean alwaysStale;
    boolean padded;
    Optional<InetSocketAddress> alternate = Optional.empty();
    Optional<InetAddress> forbidden = Optional.empty();
    Optional<Long> allocationEnd = Optional.empty();

    private final Random random = new Random(8656);
    private final byte[] key = StunMessage.longTermKey(USER, REALM, PASSWORD);
    private final Map<InetAddress, Long> permissions = new HashMap<>();
    private final Map<Integer, InetSocketAddress> channels = new HashMap<>();
    private final Map<Integer, Long> channelEnds = new HashMap<>();
    private InetSocketAddress relayAddress = RELAYED;
    private String nonce = "nonce of the first minutes";
    private Optional<TransactionId> allocatedBy = Optional.empty();

    /// Makes what clients know stale.
    void renewNonce() {
        nonce = "nonce " + random.nextLong();
    }

    /// Forgets its allocation, as when restarted.
    void restart() {
        allocationEnd = Optional.empty();
        permissions.clear();
        channels.clear();
        allocatedBy = Optional.empty();
    }

    int count(int method) {
        return received.getOrDefault(method, 0);
    }

    public void onPacket(byte[] packet, long now) {
        times.add(now);
        if (silent || lose-- > 0) {
            return;
        }
        if (ChannelData.is(packet, packet.length)) {
            onChannelData(packet, now);
            return;
        }
        StunMessage message;
        try {
            message = StunMessage.parse(packet, packet.length);
        } catch (StunException e) {
            throw new AssertionError("the client sent what is no STUN", e);
        }
        if (message.kind() == Kind.INDICATION) {
            onSend(message, now);
            return;
        }
        received.merge(message.method(), 1, Integer::sum);
        byte[] answer = answer(message, now);
        if (loseAnswers-- <= 0) {
            out.add(answer);
        }
    }

    /// A datagram arrives at the relayed address.
    void fromPeer(InetSocketAddress peer, String text, long now) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        if (!isAllocated(now) || !isPermitted(peer.getAddress(), now)) {
            return;
        }
        for (Map.Entry<Integer, InetSocketAddress> channel : channels.entrySet()) {
            if (channel.getValue().equals(peer) && channelEnds.get(channel.getKey()) > now) {
                out.add(ChannelData.write(channel.getKey(), ByteBuffer.wrap(data), padded));
                return;
            }
        }
        out.add(
                StunMessage.indication(StunMessage.DATA, TransactionId.random(random))
                        .putAddress(StunMessage.XOR_PEER_ADDRESS, peer)
                        .put(StunMessage.DATA_ATTRIBUTE, data)
                        .plain());
    }

    boolean isAllocated(long now) {
        return allocationEnd.filter(end -> end > now).isPresent();
    }

    boolean isPermitted(InetAddress peer, long now) {
        return permissions.getOrDefault(peer, Long.MIN_VALUE) > now;
    }

    private void onChannelData(byte[] packet, long now) {
        int channel = ChannelData.channel(packet);
        if (padded && packet.length % 4 != 0) {
            throw new AssertionError("ChannelData of a stream is not padded");
        }
        if (isAllocated(now) && channelEnds.getOrDefault(channel, Long.MIN_VALUE) > now) {
            channelData++;
            InetSocketAddress peer = channels.get(channel);
            deliver(peer, Arrays.copyOfRange(packet, 4, 4 + ChannelData.length(packet)), now);
        }
    }

    private void onSend(StunMessage message, long now) {
        if (message.method() == StunMessage.SEND && isAllocated(now)) {
            sendIndications++;
            deliver(
                    message.address(StunMessage.XOR_PEER_ADDRESS).orElseThrow(),
                    message.bytes(StunMessage.DATA_ATTRIBUTE).orElseThrow(),
                    now);
        }
    }

    private void deliver(InetSocketAddress peer, byte[] data, long now) {
        if (isPermitted(peer.getAddress(), now)) {
            relayed.add(new Relayed(peer, new String(data, StandardCharsets.UTF_8)));
        }
    }

    private byte[] answer(StunMessage request, long now) {
        if (!request.has(StunMessage.MESSAGE_INTEGRITY)) {
            if (alternate.isPresent()) {
                return request.error(300, "Try Alternate")
                        .putAddress(StunMessage.ALTERNATE_SERVER, alternate.get())
                        .unsigned();
            }
            return challenge(request, 401);
        }
        if (alwaysStale) {
            renewNonce();
        }
        if (!request.text(StunMessage.NONCE).orElse("").equals(nonce)) {
            return challenge(request, 438);
        }
        if (!request.text(StunMessage.USERNAME).orElse("").equals(USER)
                || !request.text(StunMessage.REALM).orElse("").equals(REALM)
                || !request.isSignedWith(key)) {
            return challenge(request, 401);
        }
        int refusal = refusals.getOrDefault(request.method(), 0);
        if (refusal != 0) {
            return request.error(refusal, "Refused\u0007 by the test").sign(key);
        }
        return switch (request.method()) {
            case StunMessage.ALLOCATE -> allocate(request, now);
            case StunMessage.REFRESH -> refresh(request, now);
            case StunMessage.CREATE_PERMISSION -> createPermission(request, now);
            case StunMessage.CHANNEL_BIND -> bind(request, now);
            default -> throw new AssertionError("not of TURN: " + request);
        };
    }

    private byte[] challenge(StunMessage request, int code) {
        return request.error(code, "No")
                .putText(StunMessage.REALM, REALM)
                .putText(StunMessage.NONCE, nonce)
                .unsigned();
    }

    private byte[] allocate(StunMessage request, long now) {
        if (isAllocated(now) && !allocatedBy.equals(Optional.of(request.id()))) {
            return request.error(437, "Allocation Mismatch").sign(key);
        }
        if (request.number(StunMessage.REQUESTED_TRANSPORT).orElse(0) != 17 << 24) {
            return request.error(442, "Unsupported Transport Protocol").sign(key);
        }
        boolean ipv6 = request.number(StunMessage.REQUESTED_ADDRESS_FAMILY).orElse(0) == 2 << 24;
        relayAddress = ipv6 ? RELAYED_IPV6 : RELAYED;
        allocatedBy = Optional.of(request.id());
        allocationEnd = Optional.of(now + TimeUnit.SECONDS.toNanos(lifetimeSeconds));
        return request.success()
                .putAddress(StunMessage.XOR_RELAYED_ADDRESS, relayAddress)
                .putAddress(StunMessage.XOR_MAPPED_ADDRESS, MAPPED)
                .putNumber(StunMessage.LIFETIME, lifetimeSeconds)
                .sign(key);
    }

    private byte[] refresh(StunMessage request, long now) {
        if (!isAllocated(now)) {
            return request.error(437, "Allocation Mismatch").sign(key);
        }
        int wanted = request.number(StunMessage.LIFETIME).orElse(lifetimeSeconds);
        int granted = wanted == 0 ? 0 : lifetimeSeconds;
        allocationEnd = Optional.of(now + TimeUnit.SECONDS.toNanos(granted));
        return request.success().putNumber(StunMessage.LIFETIME, granted).sign(key);
    }

    private byte[] createPermission(StunMessage request, long now) {
        InetAddress peer = request.address(StunMessage.XOR_PEER_ADDRESS).orElseThrow().getAddress();
        return refusal(request, peer, now)
                .orElseGet(() -> {
                    permissions.put(peer, now + TimeUnit.MINUTES.toNanos(5));
                    return request.success().sign(key);
                });
    }

    private byte[] bind(StunMessage request, long now) {
        int channel = request.number(StunMessage.CHANNEL_NUMBER).orElseThrow() >>> 16;
        InetSocketAddress peer = request.address(StunMessage.XOR_PEER_ADDRESS).orElseThrow();
        boolean other =
                channels.entrySet().stream()
                        .anyMatch(it -> it.getKey() == channel != it.getValue().equals(peer));
        if (channel < 0x4000 || channel > 0x4FFF || other) {
            return request.error(400, "Bad Request").sign(key);
        }
        return refusal(request, peer.getAddress(), now)
                .orElseGet(() -> {
                    channels.put(channel, peer);
                    channelEnds.put(channel, now + TimeUnit.MINUTES.toNanos(10));
                    permissions.put(peer.getAddress(), now + TimeUnit.MINUTES.toNanos(5));
                    return request.success().sign(key);
                });
    }

    private Optional<byte[]> refusal(StunMessage request, InetAddress peer, long now) {
        if (!isAllocated(now)) {
            return Optional.of(request.error(437, "Allocation Mismatch").sign(key));
        }
        if (forbidden.equals(Optional.of(peer))) {
            return Optional.of(request.error(403, "Forbidden").sign(key));
        }
        if ((peer instanceof Inet6Address) != (relayAddress.getAddress() instanceof Inet6Address)) {
            return Optional.of(request.error(443, "Peer Address Family Mismatch").sign(key));
        }
        return Optional.empty();
    }
}
