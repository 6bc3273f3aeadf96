package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.ice.TurnClient.Family;
import org.earshot.softphone.media.ice.TurnClient.Transport;

/// A client, a server, and the time between them, which passes as the test says.
final class TurnSimulation implements TurnClient.Listener, TurnClient.Output {
    static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);

    /// What a client was told of.
    record Data(InetSocketAddress peer, String text) {}

    final SimulatedTurnServer server = new SimulatedTurnServer();
    final List<String> failures = new ArrayList<>();
    final List<Data> data = new ArrayList<>();
    final List<byte[]> sent = new ArrayList<>();
    final TurnClient client;
    Optional<InetSocketAddress> relayed = Optional.empty();
    Optional<InetSocketAddress> mapped = Optional.empty();
    boolean takesRedirects;
    boolean countsOnly;
    long bytes;
    long now = -TimeUnit.HOURS.toNanos(3); // a clock may begin anywhere

    TurnSimulation() {
        this(SimulatedTurnServer.PASSWORD, Transport.UDP, Family.IPV4);
    }

    TurnSimulation(String password, Transport transport, Family family) {
        server.padded = transport == Transport.STREAM;
        client =
                new TurnClient(
                        SERVER,
                        SimulatedTurnServer.USER,
                        password,
                        transport,
                        family,
                        new Random(1),
                        this,
                        this);
    }

    /// One that is allocated.
    static TurnSimulation allocated() {
        TurnSimulation simulation = new TurnSimulation();
        simulation.start();
        simulation.server.times.clear();
        simulation.server.received.clear();
        return simulation;
    }

    void start() {
        client.start(now);
        settle();
    }

    void send(InetSocketAddress peer, String text) {
        client.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), peer, now);
        settle();
    }

    void receive(InetSocketAddress peer, String text) {
        server.fromPeer(peer, text, now);
        settle();
    }

    /// Lets time pass, and the client do in it what is due.
    void pass(long amount, TimeUnit unit) {
        long end = now + unit.toNanos(amount);
        while (client.nextNanos() <= end) {
            now = Math.max(now, client.nextNanos());
            client.onTime(now);
            settle();
        }
        now = end;
    }

    /// Delivers what the server has answered.
    void settle() {
        for (byte[] packet = server.out.poll(); packet != null; packet = server.out.poll()) {
            client.onPacket(packet, packet.length, now);
        }
    }

    /// When packets came to the server, in milliseconds after a time.
    List<Long> times(long since) {
        return server.times.stream().map(it -> TimeUnit.NANOSECONDS.toMillis(it - since)).toList();
    }

    @Override
    public void send(byte[] bytes) {
        sent.add(bytes);
        server.onPacket(bytes, now);
    }

    @Override
    public boolean redirect(InetSocketAddress alternate) {
        return takesRedirects;
    }

    @Override
    public void onAllocated(InetSocketAddress relayedAddress, InetSocketAddress mappedAddress) {
        relayed = Optional.of(relayedAddress);
        mapped = Optional.of(mappedAddress);
    }

    @Override
    public void onFailed(String reason) {
        failures.add(reason);
    }

    @Override
    public void onData(byte[] buffer, int offset, int length, InetSocketAddress peer) {
        bytes += length;
        if (countsOnly) {
            return;
        }
        data.add(new Data(peer, new String(buffer, offset, length, StandardCharsets.UTF_8)));
    }
}
