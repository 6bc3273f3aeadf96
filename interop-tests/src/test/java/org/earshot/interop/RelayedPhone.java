package org.earshot.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.earshot.common.relay.RelayCredential;
import org.earshot.softphone.media.ice.StunException;
import org.earshot.softphone.media.ice.StunMessage;
import org.earshot.softphone.media.ice.TurnClient;
import org.earshot.softphone.media.ice.TurnClient.Family;
import org.earshot.softphone.media.ice.TurnClient.Transport;
import org.earshot.softphone.media.ice.TurnStream;

/// Our TURN client on a socket, driven by the test, which may let its clock run ahead. Confined to the test's thread.
final class RelayedPhone
        implements TurnClient.Output, TurnClient.Listener, TurnStream.Listener, AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /// How the relay is reached.
    enum Way {
        UDP,
        TCP,
        TLS
    }

    final List<String> failures = new ArrayList<>();
    final List<String> data = new ArrayList<>();
    final List<byte[]> sent = new ArrayList<>();
    final List<byte[]> received = new ArrayList<>();
    Optional<InetSocketAddress> relayed = Optional.empty();
    Optional<InetSocketAddress> mapped = Optional.empty();

    private final BlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();
    private final DatagramSocket socket;
    private final Optional<TurnStream> stream;
    private final TurnClient client;
    private InetSocketAddress server;
    private volatile String closed = "";
    private long ahead;

    RelayedPhone(Coturn coturn, Way way, Family family, RelayCredential credentials)
            throws IOException {
        server = way == Way.TLS ? coturn.tlsAddress() : coturn.address();
        socket = new DatagramSocket(0, server.getAddress());
        stream =
                switch (way) {
                    case UDP -> Optional.empty();
                    case TCP -> Optional.of(TurnStream.tcp(server, this));
                    case TLS ->
                            Optional.of(TurnStream.tls(server, Coturn.REALM, coturn.trust(), this));
                };
        client =
                new TurnClient(
                        server,
                        credentials.username(),
                        credentials.password(),
                        way == Way.UDP ? Transport.UDP : Transport.STREAM,
                        family,
                        new SecureRandom(),
                        this,
                        this);
        if (way == Way.UDP) {
            Thread.ofVirtual().name("relayed-phone").start(this::read);
        }
    }

    /// Asks for a relayed address, and waits for one or for a failure.
    RelayedPhone start() throws InterruptedException {
        stream.ifPresent(TurnStream::start);
        client.start(now());
        until("an answer", () -> relayed.isPresent() || !failures.isEmpty());
        return this;
    }

    InetSocketAddress address() {
        return relayed.orElseThrow(() -> new AssertionError("no relayed address: " + failures));
    }

    void permit(InetSocketAddress peer) throws InterruptedException {
        client.permit(peer, now());
        until("a permission", this::isQuiet);
    }

    void send(String text, InetSocketAddress peer) {
        client.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), peer, now());
    }

    /// Lets the client believe that time has passed, and waits until all is answered that it does in it.
    void pass(long amount, TimeUnit unit) throws InterruptedException {
        ahead += unit.toNanos(amount);
        client.onTime(now());
        until("answers", this::isQuiet);
    }

    /// Gives the address back; the socket stays.
    void giveBack() {
        client.close();
        stream.ifPresent(TurnStream::close);
    }

    /// How many requests of a method the client has sent.
    long requests(int method) {
        return sent.stream().filter(it -> isRequest(it, method)).count();
    }

    long channelDataSent() {
        return sent.stream().filter(it -> it[0] == 0x40).count();
    }

    long channelDataReceived() {
        return received.stream().filter(it -> it[0] == 0x40).count();
    }

    /// Takes what comes until something is so.
    void until(String what, BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end || !closed.isEmpty()) {
                throw new AssertionError("no " + what + "; failures " + failures + " " + closed);
            }
            byte[] packet = packets.poll(20, TimeUnit.MILLISECONDS);
            if (packet != null) {
                received.add(packet);
                client.onPacket(packet, packet.length, now());
            }
            if (client.nextNanos() <= now()) {
                client.onTime(now());
            }
        }
    }

    @Override
    public void send(byte[] bytes) {
        sent.add(bytes);
        if (stream.isPresent()) {
            stream.get().send(bytes);
            return;
        }
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean redirect(InetSocketAddress alternate) {
        server = alternate;
        return stream.isEmpty();
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
        data.add(new String(buffer, offset, length, StandardCharsets.UTF_8) + " of " + peer);
    }

    @Override
    public void onConnected() {
        // what waits goes by itself
    }

    @Override
    public void onPacket(byte[] packet) {
        packets.add(packet);
    }

    @Override
    public void onClosed(String reason) {
        closed = reason;
    }

    @Override
    public void close() {
        giveBack();
        socket.close();
    }

    private void read() {
        byte[] buffer = new byte[65_536];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                packets.add(Arrays.copyOf(buffer, packet.getLength()));
            }
        } catch (IOException e) {
            // the test has closed the socket
        }
    }

    // whether nothing is being repeated soon: what is due next is a renewal
    private boolean isQuiet() {
        return client.nextNanos() - now() > TimeUnit.SECONDS.toNanos(10);
    }

    private long now() {
        return System.nanoTime() + ahead;
    }

    private static boolean isRequest(byte[] packet, int method) {
        try {
            StunMessage message = StunMessage.parse(packet, packet.length);
            return message.kind() == StunMessage.Kind.REQUEST && message.method() == method;
        } catch (StunException e) {
            return false;
        }
    }
}
